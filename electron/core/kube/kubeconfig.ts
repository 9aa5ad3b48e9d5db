import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { failure, toFailure } from '../../../shared/failure.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Credential } from '../../../shared/model/context.ts';
import type { ClusterConfig, ContextEntry, UserConfig } from './context-entry.ts';
import { parseKubeconfig } from './kubeconfig-file.ts';
import type { KubeconfigFile, NamedContext } from './kubeconfig-file.ts';
import { serverUrl } from './server-url.ts';

/** Where contexts come from: files that kubectl would merge, and files chosen by hand, which stand for themselves. */
export interface KubeconfigFiles {
  readonly merged: readonly string[];
  readonly chosen: readonly string[];
}

export interface Kubeconfig {
  /** The files that were read. */
  readonly files: readonly string[];
  readonly contexts: readonly ContextEntry[];
  /** One for each file that is no use; the others count all the same. */
  readonly failures: readonly Failure[];
  /** The key of the current-context, if there is such a context. */
  readonly current?: string;
}

export interface KubeconfigPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** `--kubeconfig`: this file alone. */
  readonly explicit?: string;
  readonly chosen?: readonly string[];
}

/** The kubeconfig files in the order of kubectl's search, whether or not they exist. */
export function kubeconfigFiles({ env, home, explicit, chosen = [] }: KubeconfigPlace): KubeconfigFiles {
  if (explicit !== undefined) return { merged: [resolve(explicit)], chosen: [] };
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const merged = unique(named.length > 0 ? named.map((file) => resolve(file)) : [join(home, '.kube', 'config')]);
  return { merged, chosen: unique(chosen).filter((file) => !merged.includes(file)) };
}

/**
 * Reads and merges kubeconfig files by kubectl's rules: the first file to name a cluster, user, context or
 * current-context wins, and files that do not exist are skipped unless none does.
 *
 * Unlike kubectl it goes on when a file is broken: that file is one failure. Given the `last` good readings by path,
 * which it keeps up to date, a file that is broken now counts as it was: connections don't end for a slip in an editor.
 */
export async function loadKubeconfig(
  { merged, chosen }: KubeconfigFiles,
  last = new Map<string, KubeconfigFile>(),
): Promise<Kubeconfig> {
  const failures: Failure[] = [];
  const read = async (paths: readonly string[]): Promise<KubeconfigFile[]> => {
    const files = await Promise.all(paths.map((path) => readKubeconfig(path)));
    return files.flatMap((file, index) => {
      const path = paths[index] ?? '';
      if (!file) last.delete(path);
      else if ('code' in file) failures.push(file);
      else last.set(path, file);
      return last.get(path) ?? [];
    });
  };
  const groups = [await read(merged)];
  for (const path of chosen) groups.push(await read([path]));
  const files = groups.flat().map(({ path }) => path);
  const contexts = withKeys(groups.flatMap((group, index) => mergeFiles(group, { isCurrentHere: index === 0 })));
  if (contexts.length === 0 && failures.length === 0) failures.push(whyNothing([...merged, ...chosen], files));
  const current = contexts.find((context) => context.current);
  return { files, contexts, failures, ...(current && { current: current.key }) };
}

async function readKubeconfig(path: string): Promise<KubeconfigFile | Failure | undefined> {
  try {
    return parseKubeconfig(await readFile(path, 'utf8'), path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return code === undefined ? toFailure(error) : failure('kubeconfig-unreadable', { file: path, detail: code });
  }
}

function whyNothing(searched: readonly string[], found: readonly string[]): Failure {
  if (found.length === 0) return failure('kubeconfig-missing', { searched: searched.join(', ') });
  return failure('no-contexts', { file: found.join(', ') });
}

type Unkeyed = Omit<ContextEntry, 'key'>;

function mergeFiles(
  files: readonly KubeconfigFile[],
  { isCurrentHere }: { readonly isCurrentHere: boolean },
): Unkeyed[] {
  const clusters = firstOf(files.map((file) => file.clusters));
  const users = firstOf(files.map((file) => file.users));
  const currentName = files.find((file) => file.current !== undefined)?.current;
  const seen = new Set<string>();
  return files.flatMap((file) =>
    [...file.contexts].flatMap(([name, context]) => {
      if (seen.has(name)) return [];
      seen.add(name);
      const current = isCurrentHere && name === currentName;
      const cluster = clusters.get(context.cluster ?? '');
      const user = context.user === undefined ? {} : users.get(context.user);
      return [entryOf({ name, context, cluster, user, current, file: file.path })];
    }),
  );
}

interface Found {
  readonly name: string;
  readonly context: NamedContext;
  readonly cluster: ClusterConfig | undefined;
  readonly user: UserConfig | undefined;
  readonly current: boolean;
  readonly file: string;
}

function entryOf(found: Found): Unkeyed {
  const { name, context, cluster, user = {}, current, file } = found;
  const problem = whyUnusable(found);
  return {
    name,
    clusterName: context.cluster ?? '',
    userName: context.user ?? '',
    file,
    credential: credentialOf(user),
    current,
    cluster: cluster ? { ...cluster, server: serverUrl(cluster, user) ?? cluster.server } : { server: '' },
    user,
    ...(context.namespace !== undefined && { namespace: context.namespace }),
    ...(problem && { failure: problem }),
  };
}

function whyUnusable({ name, context, cluster, user, file }: Found): Failure | undefined {
  if (!cluster) return failure('context-without-cluster', { context: name, cluster: context.cluster ?? '""', file });
  if (!user) return failure('context-without-user', { context: name, user: context.user ?? '""', file });
  if (serverUrl(cluster, user) === undefined) {
    return failure('kubeconfig-invalid', { file, detail: `the server of the cluster ${context.cluster ?? ''}` });
  }
  const provider = user['auth-provider']?.name;
  if (provider !== undefined && provider !== 'oidc') {
    return failure('auth-provider-unsupported', { context: name, provider });
  }
  if (user.exec && !/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(user.exec.apiVersion)) {
    return failure('kubeconfig-invalid', { file, detail: `the exec apiVersion of the user ${context.user ?? ''}` });
  }
  return undefined;
}

/** What an API server will look at first, where a user has several. */
function credentialOf(user: UserConfig): Credential {
  if (user['client-certificate'] ?? user['client-certificate-data']) return 'certificate';
  if (user.tokenFile) return 'token-file';
  if (user.token) return 'token';
  if (user.username) return 'basic';
  if (user['auth-provider']) return 'oidc';
  return user.exec ? 'exec' : 'none';
}

/** A key has only what a URL never escapes; the later one of two that come out the same is told apart by a suffix. */
function withKeys(entries: readonly Unkeyed[]): ContextEntry[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const plain = entry.name.replaceAll(/[^\w.:@-]/g, '-');
    const key = taken.has(plain) ? `${plain}~${fingerprint(entry)}` : plain;
    taken.add(key);
    return { key, ...entry };
  });
}

function fingerprint({ file, cluster, name }: Unkeyed): string {
  return createHash('sha256').update([file, cluster.server, name].join('\n')).digest('hex').slice(0, 4);
}

function firstOf<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  return new Map([...maps].reverse().flatMap((map) => [...map]));
}

function unique(files: readonly string[]): string[] {
  return [...new Set(files)];
}
