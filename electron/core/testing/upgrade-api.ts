import { request } from 'node:http';
import { fail } from '../../../shared/failure.ts';
import type { KubeApi, Upgraded } from '../kube/api.ts';

/** An API server at a loopback port, as far as switching protocols goes. */
export function upgradeApi(port: number): KubeApi {
  const server = `http://127.0.0.1:${String(port)}`;
  const unused = (): never => {
    throw new Error('only upgrade() is there');
  };
  return {
    server,
    json: unused,
    lines: unused,
    bytes: unused,
    close: () => undefined,
    upgrade: ({ path, method, headers, signal, verb, resource, namespace }) =>
      new Promise<Upgraded>((resolve, reject) => {
        const asked = request(`${server}${path}`, {
          method,
          headers: { ...headers, Connection: 'Upgrade' },
          signal,
          agent: false,
        });
        asked.on('upgrade', (response, socket, head) => resolve({ socket, head, headers: response.headers }));
        asked.on('error', (error) => reject(fail('unreachable', { server, detail: error.message }, error)));
        asked.on('response', (response) => {
          response.resume();
          const status = response.statusCode ?? 0;
          const refusals = {
            403: fail('forbidden', { user: 'you', verb, resource, scope: namespace ?? '' }),
            404: fail('not-found', { resource, name: path }),
          };
          if (status === 403 || status === 404) reject(refusals[status]);
          else reject(fail('server-error', { server, status, detail: response.statusMessage ?? '' }));
        });
        asked.end();
      }),
  };
}
