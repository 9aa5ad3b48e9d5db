import type { ContextView, Link } from '../../../shared/model/context.ts';
import type { Connection } from './connection.ts';
import type { ContextEntry } from './context-entry.ts';
import { serverUrl, shownUrl } from './server-url.ts';

export interface ContextState {
  readonly link: Link;
  readonly typed: readonly string[];
  readonly connection?: Pick<Connection, 'version' | 'roundTrip' | 'access' | 'gaps'>;
}

/** A context as windows see it: nothing secret in it. */
export function contextView(entry: ContextEntry, { link, typed, connection }: ContextState): ContextView {
  const { key, name, clusterName, userName, file, namespace, credential, current, cluster, user } = entry;
  const { version, roundTrip, access, gaps = [] } = connection ?? {};
  const proxy = cluster['proxy-url'];
  return {
    key,
    name,
    cluster: clusterName,
    user: userName,
    server: shownUrl(serverUrl(cluster, user) ?? ''),
    file,
    ...(namespace !== undefined && { namespace }),
    credential,
    ...(user.exec && { command: user.exec.command }),
    ...(proxy !== undefined && { proxy: shownUrl(proxy) }),
    current,
    ...(entry.demo && { demo: true }),
    link,
    ...(version !== undefined && { version }),
    ...(roundTrip !== undefined && { roundTrip }),
    scope: { whole: access?.whole ?? false, namespaces: access?.namespaces ?? [], typed },
    gaps,
  };
}
