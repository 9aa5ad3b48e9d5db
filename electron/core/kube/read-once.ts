import type { KubeApi, KubeRequest } from './api.ts';

/** The same server for one look at it: whatever is read again is answered from the first time, refusals too. */
export function readOnce(api: KubeApi): KubeApi {
  const read = new Map<string, Promise<unknown>>();
  return {
    server: api.server,
    lines: (request) => api.lines(request),
    bytes: (request) => api.bytes(request),
    upgrade: (request) => api.upgrade(request),
    close: () => api.close(),
    json: <T>(request: KubeRequest): Promise<T> => {
      if ((request.method ?? 'GET') !== 'GET') return api.json<T>(request);
      const known = read.get(request.path) ?? api.json<T>(request);
      read.set(request.path, known);
      return known as Promise<T>; // of the same path
    },
  };
}
