import { mkdir, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { makeExecPlugin } from './exec-plugin.ts';
import type { ExecPluginSettings } from './exec-plugin.ts';
import { layout, serverUrl } from './layout.ts';
import type { BedState } from './layout.ts';
import { groupsOf } from './people.ts';
import type { Person } from './people.ts';
import { readCert, writePki } from './pki.ts';
import { freePorts } from './ports.ts';

/** Who a kubeconfig's context is, and by what means; the last six are ways in which that fails. */
export type BedUser =
  | { readonly kind: 'cert'; readonly as: Person; readonly validFor?: string; readonly files?: boolean }
  | { readonly kind: 'token'; readonly as: Person }
  /** The file is `<name>.token` beside the kubeconfig: `writeToken` changes whose it is. */
  | { readonly kind: 'tokenFile'; readonly as: Person }
  | ({ readonly kind: 'exec' } & ExecPluginSettings)
  /** Takes the server's certificate unseen. */
  | { readonly kind: 'insecure'; readonly as: Person }
  /** A client certificate that ended an hour ago: 401. */
  | { readonly kind: 'expired' }
  /** A client certificate by an authority the server does not know: 401. */
  | { readonly kind: 'foreignCert' }
  /** A token that nobody has: 401. */
  | { readonly kind: 'badToken' }
  | { readonly kind: 'anonymous' }
  /** The client does not know the authority of the server's certificate. */
  | { readonly kind: 'wrongCa' }
  /** A port that refuses. */
  | { readonly kind: 'unreachable' };

export type BedContext = BedUser & { readonly namespace?: string };

export interface KubeconfigOptions {
  readonly current?: string;
  /** The file's name without `.yaml`. */
  readonly name?: string;
}

interface Named {
  readonly cluster: Record<string, unknown>;
  readonly user: Record<string, unknown>;
}

/** Writes a kubeconfig with one context for each entry, and returns its path. */
export async function writeKubeconfig(
  state: BedState,
  contexts: Readonly<Record<string, BedContext>>,
  options: KubeconfigOptions = {},
): Promise<string> {
  const { users } = layout(state.dir);
  await mkdir(users, { recursive: true });
  const name = options.name ?? randomUUID().slice(0, 8);
  const entries: [string, BedContext, Named][] = [];
  for (const [context, user] of Object.entries(contexts)) {
    entries.push([
      context,
      user,
      await resolve(state, user, Object.keys(contexts).length === 1 ? name : `${name}-${context}`),
    ]);
  }
  const path = join(users, `${name}.yaml`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': options.current ?? entries[0]?.[0] ?? '',
    clusters: entries.map(([context, , { cluster }]) => ({ name: context, cluster })),
    users: entries.map(([context, , { user }]) => ({ name: context, user })),
    contexts: entries.map(([context, { namespace }]) => ({
      name: context,
      context: { cluster: context, user: context, ...(namespace === undefined ? {} : { namespace }) },
    })),
  };
  await writeFile(path, stringify(config, { lineWidth: 0 }), { mode: 0o600 });
  return path;
}

/** Makes a kubeconfig's token file another person's, as a rotating agent would. */
export async function writeToken(state: BedState, path: string, as: Person): Promise<void> {
  await writeFile(path, `${state.tokens[as]}\n`, { mode: 0o600 });
}

async function resolve(state: BedState, user: BedUser, name: string): Promise<Named> {
  const { pki, users } = layout(state.dir);
  const server = serverUrl(state.ports);
  const cluster = { server, 'certificate-authority-data': await base64(pki, 'ca') };
  switch (user.kind) {
    case 'cert':
      return { cluster, user: await certUser(state, user, name) };
    case 'token':
      return { cluster, user: { token: state.tokens[user.as] } };
    case 'tokenFile': {
      const tokenFile = join(users, `${name}.token`);
      await writeToken(state, tokenFile, user.as);
      return { cluster, user: { tokenFile } };
    }
    case 'exec': {
      const plugin = await makeExecPlugin(state, name, user);
      return { cluster, user: { exec: plugin.config } };
    }
    case 'insecure':
      return { cluster: { server, 'insecure-skip-tls-verify': true }, user: { token: state.tokens[user.as] } };
    case 'expired':
      return { cluster, user: await certUser(state, { as: 'admin', validFor: '-1h' }, name) };
    case 'foreignCert':
      return { cluster, user: await certUser(state, { as: 'admin', ca: 'other-ca' }, name) };
    case 'badToken':
      return { cluster, user: { token: 'not-a-token-of-this-cluster' } };
    case 'anonymous':
      return { cluster, user: {} };
    case 'wrongCa':
      return {
        cluster: { server, 'certificate-authority-data': await base64(pki, 'other-ca') },
        user: { token: state.tokens.admin },
      };
    case 'unreachable': {
      const [port] = await freePorts(1);
      return { cluster: { ...cluster, server: `https://127.0.0.1:${port}` }, user: { token: state.tokens.admin } };
    }
  }
}

interface CertWish {
  readonly as: Person;
  readonly ca?: 'ca' | 'other-ca';
  readonly validFor?: string;
  readonly files?: boolean;
}

async function certUser(state: BedState, { as, ca, validFor, files }: CertWish, name: string) {
  const { pki } = layout(state.dir);
  const file = `user-${name}`;
  const limits = { ...(ca && { ca }), ...(validFor !== undefined && { validFor }) };
  await writePki(state.binary, pki, [{ name: file, user: as, groups: groupsOf(as), ...limits }]);
  if (files) return { 'client-certificate': join(pki, `${file}.crt`), 'client-key': join(pki, `${file}.key`) };
  const { cert, key } = await readCert(pki, file);
  return { 'client-certificate-data': toBase64(cert), 'client-key-data': toBase64(key) };
}

async function base64(pki: string, name: string): Promise<string> {
  return toBase64((await readCert(pki, name)).cert);
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
