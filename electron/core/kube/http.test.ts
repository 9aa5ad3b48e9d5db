import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { startKubeServer } from '../testing/kube-server.ts';
import type { KubeServer } from '../testing/kube-server.ts';
import type { KubeApi } from './api.ts';
import { ExecPlugins } from './exec-plugins.ts';
import { openApi } from './http.ts';
import type { ContextEntry } from './context-entry.ts';

const clock = systemClock;
const execPlugins = new ExecPlugins({ clock, env: process.env, shellPath: async () => undefined });
const listServices = { path: '/api/v1/services', verb: 'list', resource: 'services' };

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function serve(
  answer: RequestListener,
  ...tls: Parameters<typeof startKubeServer> extends [unknown, ...infer R] ? R : never
): Promise<KubeServer> {
  const server = await startKubeServer(answer, ...tls);
  opened.push(server);
  return server;
}

function open(entry: ContextEntry): KubeApi {
  const api = openApi(entry, { clock, execPlugins, env: {} });
  opened.push(api);
  return api;
}

describe('openApi', () => {
  test('signs in with a token over TLS and keeps one connection', async () => {
    const authority = await makeAuthority();
    const tls = await makeCertificate(authority, 'api', { hosts: ['127.0.0.1'] });
    const server = await serve((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ path: request.url, auth: request.headers.authorization }));
    }, tls);
    const api = open(
      contextOf({ server: server.url, 'certificate-authority-data': base64(authority.cert) }, { token: 't1' }),
    );
    const signal = new AbortController().signal;
    for (let i = 0; i < 3; i++) {
      expect(await api.json({ ...listServices, signal })).toEqual({ path: '/api/v1/services', auth: 'Bearer t1' });
    }
    expect(server.connections).toBe(1);
  });
});
