import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { fail } from '../../../shared/failure.ts';
import type { AppError } from '../../../shared/failure.ts';
import type { ClusterConfig, UserConfig } from './context-entry.ts';

/** What one kubeconfig file says, its relative paths made absolute against the file. */
export interface KubeconfigFile {
  readonly path: string;
  readonly clusters: ReadonlyMap<string, ClusterConfig>;
  readonly users: ReadonlyMap<string, UserConfig>;
  readonly contexts: ReadonlyMap<string, NamedContext>;
  readonly current?: string;
}

/** `contexts[].context`: what is not named here is empty there. */
export interface NamedContext {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** kubectl reads numbers and booleans as text where text belongs: `name: 1` is the name "1". */
const text = z.union([z.string(), z.number(), z.boolean()], 'is not text').transform(String);
const flag = z.boolean('is neither true nor false');
const name = text.pipe(z.string().min(1));

const cluster = z.object({
  server: text.default(''),
  'certificate-authority': text.exactOptional(),
  'certificate-authority-data': text.exactOptional(),
  'insecure-skip-tls-verify': flag.exactOptional(),
  'tls-server-name': text.exactOptional(),
  'proxy-url': text.exactOptional(),
  extensions: z.array(z.unknown()).exactOptional(),
});

const exec = z.object({
  apiVersion: text.default(''),
  command: text.default(''),
  args: z.array(text).exactOptional(),
  env: z.array(z.object({ name, value: text.default('') })).exactOptional(),
  installHint: text.exactOptional(),
  provideClusterInfo: flag.exactOptional(),
  interactiveMode: z.enum(['Never', 'IfAvailable', 'Always']).exactOptional(),
});

const user = z.object({
  'client-certificate': text.exactOptional(),
  'client-certificate-data': text.exactOptional(),
  'client-key': text.exactOptional(),
  'client-key-data': text.exactOptional(),
  token: text.exactOptional(),
  tokenFile: text.exactOptional(),
  username: text.exactOptional(),
  password: text.exactOptional(),
  as: text.exactOptional(),
  'as-uid': text.exactOptional(),
  'as-groups': z.array(text).exactOptional(),
  'as-user-extra': z.record(text, z.array(text)).exactOptional(),
  exec: exec.exactOptional(),
  'auth-provider': z.object({ name, config: z.record(z.string(), text).exactOptional() }).exactOptional(),
});

const context = z.object({
  cluster: text.exactOptional(),
  user: text.exactOptional(),
  namespace: text.exactOptional(),
});

const kubeconfig = z.object({
  apiVersion: z.literal('v1', 'is not v1').exactOptional(),
  kind: z.literal('Config', 'is not Config').exactOptional(),
  'current-context': text.exactOptional(),
  clusters: z.array(z.object({ name, cluster: cluster.prefault({}) })).exactOptional(),
  users: z.array(z.object({ name, user: user.prefault({}) })).exactOptional(),
  contexts: z.array(z.object({ name, context: context.prefault({}) })).exactOptional(),
});

/**
 * Reads one kubeconfig file as kubectl does, or throws why it can't be read as one.
 *
 * The reason names lines, columns and field names only: the content may be a credential.
 */
export function parseKubeconfig(content: string, path: string): KubeconfigFile {
  const value = parseYaml(content, path);
  if (value === undefined) throw fail('kubeconfig-empty', { file: path });
  if (!isMapping(value)) throw invalid(path, `${nameOf(value)} in place of clusters, users and contexts`);
  const parsed = kubeconfig.safeParse(value);
  if (!parsed.success) throw invalid(path, firstIssue(parsed.error));
  const { clusters, users, contexts, 'current-context': current } = parsed.data;
  if (!(clusters ?? users ?? contexts ?? parsed.data.kind)) throw invalid(path, 'no clusters, users or contexts');
  return {
    path,
    clusters: byName(clusters, { path, of: 'clusters', value: (one) => absoluteCluster(one.cluster, path) }),
    users: byName(users, { path, of: 'users', value: (one) => absoluteUser(one.user, path) }),
    contexts: byName(contexts, { path, of: 'contexts', value: (one) => one.context }),
    ...(current !== undefined && { current }),
  };
}

function parseYaml(content: string, path: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const what = looksLikeHtml(content)
      ? 'an HTML page'
      : `not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`;
    throw invalid(path, `line ${line}, column ${col}: ${what}`);
  }
  return withoutBlanks(document, path);
}

/** kubectl takes null and the empty text for "not set", except as a list's item or the value of an `env` entry. */
function withoutBlanks(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS({
      maxAliasCount: 100,
      reviver(this: unknown, key: unknown, value: unknown) {
        const blank = value === null || (value === '' && key !== 'value' && !Array.isArray(this));
        return blank ? undefined : value;
      },
    });
  } catch (error) {
    // An alias without its anchor, or a bomb made of aliases; the message would quote the alias.
    throw invalid(path, 'an alias cannot be resolved', error);
  }
}

interface Named {
  readonly name: string;
}

interface Section<I, O> {
  readonly path: string;
  readonly of: string;
  readonly value: (item: I) => O;
}

/** One name twice in one file is an error to kubectl too: which one counts would be chance. */
function byName<I extends Named, O>(items: readonly I[] = [], { path, of, value }: Section<I, O>): Map<string, O> {
  const map = new Map<string, O>();
  for (const item of items) {
    if (map.has(item.name)) throw invalid(path, `${of} has two entries named ${item.name}`);
    map.set(item.name, value(item));
  }
  return map;
}

function absoluteCluster(config: z.output<typeof cluster>, path: string): ClusterConfig {
  const ca = config['certificate-authority'];
  return { ...config, ...(ca !== undefined && { 'certificate-authority': absolute(ca, path) }) };
}

function absoluteUser(config: z.output<typeof user>, path: string): UserConfig {
  const certificate = config['client-certificate'];
  const key = config['client-key'];
  const { tokenFile, exec: plugin } = config;
  return {
    ...config,
    ...(certificate !== undefined && { 'client-certificate': absolute(certificate, path) }),
    ...(key !== undefined && { 'client-key': absolute(key, path) }),
    ...(tokenFile !== undefined && { tokenFile: absolute(tokenFile, path) }),
    ...(plugin && { exec: { ...plugin, command: absoluteCommand(plugin.command, path) } }),
  };
}

function absolute(file: string, path: string): string {
  return isAbsolute(file) ? file : resolve(dirname(path), file);
}

/** A bare name is looked up in PATH; with a separator it is a path like the others. */
function absoluteCommand(command: string, path: string): string {
  return command.includes(sep) || command.includes('/') ? absolute(command, path) : command;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' && looksLikeHtml(value) ? 'an HTML page' : 'plain text';
}

function looksLikeHtml(content: string): boolean {
  return /^\s*<(!doctype|html)\b/i.test(content);
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not a kubeconfig';
  const at = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${at.replace(/^\./, '')}: ${issue.message}`;
}

function invalid(file: string, detail: string, cause?: unknown): AppError {
  return fail('kubeconfig-invalid', { file, detail }, cause);
}
