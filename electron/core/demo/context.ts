import { DEMO_CONTEXT } from '../../../shared/model/demo.ts';
import type { KubeApi } from '../kube/api.ts';
import type { ContextEntry } from '../kube/context-entry.ts';

/** The demo cluster among the contexts of the kubeconfig: always there, its server started with the first request. */
export const demoEntry: ContextEntry = {
  key: DEMO_CONTEXT,
  name: 'demo',
  clusterName: 'demo',
  userName: 'demo',
  file: '',
  credential: 'token',
  current: false,
  demo: true,
  cluster: { server: '' },
  user: {},
};

/** Where the demo cluster listens, and how to sign in, in a kubeconfig's words. */
export type DemoAccess = Pick<ContextEntry, 'cluster' | 'user'>;

/** A kubeconfig of nothing but the demo cluster. */
export function demoKubeconfig({ cluster, user }: DemoAccess): unknown {
  const name = 'portolan-demo';
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}

/** The way to the demo cluster's API server: as to any other, once it is there. */
export function demoApi(start: () => Promise<DemoAccess>, open: (entry: ContextEntry) => KubeApi): KubeApi {
  let opened: Promise<KubeApi> | undefined;
  const api = (): Promise<KubeApi> => (opened ??= start().then((access) => open({ ...demoEntry, ...access })));
  return {
    server: demoEntry.name,
    json: async <T>(request: Parameters<KubeApi['json']>[0]) => (await api()).json<T>(request),
    async *lines<T>(request: Parameters<KubeApi['lines']>[0]) {
      yield* (await api()).lines<T>(request);
    },
    async *bytes(request) {
      yield* (await api()).bytes(request);
    },
    upgrade: async (request) => (await api()).upgrade(request),
    close: () => {
      opened?.then(
        (one) => one.close(),
        () => undefined,
      );
    },
  };
}
