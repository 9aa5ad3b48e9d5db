import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contextOf } from '../testing/context-samples.ts';
import { FakeApi, type Attributes } from '../testing/fake-api.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { openFakeApi } from '../testing/fake-context.ts';
import { resolveAccess, type Access } from './access.ts';
import type { KubeApi } from './api.ts';

let server: FakeApi;
let api: KubeApi;
beforeEach(async () => {
  server = await FakeApi.start();
  api = openFakeApi(contextOf({ server: server.server }), new FakeClock());
});
afterEach(async () => {
  api.close();
  await server.stop();
});

function ask(over: { readonly own?: string; readonly typed?: readonly string[] } = {}): Promise<Access> {
  return resolveAccess({ api, own: 'default', typed: [], signal: new AbortController().signal, ...over });
}

function allow(...namespaces: string[]): void {
  server.may = ({ resource, namespace }: Attributes) => resource === 'services' && namespaces.includes(namespace ?? '');
}

const scopes = ({ gaps }: Access): string[] => gaps.map(({ params }) => `${params['resource']} ${params['scope']}`);

describe('resolveAccess', () => {
  test('is the whole cluster for those who may list it, after one question', async () => {
    expect(await ask()).toEqual({ whole: true, namespaces: [], gaps: [] });
    expect(server.requests).toHaveLength(1);
  });

  test('is the own and the typed namespaces without those that are refused, which are gaps', async () => {
    allow('team-a');
    const access = await ask({ own: 'default', typed: ['team-a', 'team-b'] });
    expect(access.namespaces).toEqual(['team-a']);
    expect(scopes(access)).toEqual(['services *', 'namespaces *', 'services default', 'services team-b']);
  });

  test('finds the namespaces with rights among those listed, and asks about 100 at most', async () => {
    for (let i = 0; i < 120; i++) server.objects.put('namespaces', { metadata: { name: `ns-${i}` } });
    server.may = ({ resource, namespace }) => resource === 'namespaces' || namespace === 'ns-10';
    const access = await ask();
    expect(access.namespaces).toEqual(['ns-10']);
    expect(scopes(access)).toEqual(['services *', 'services default']);
    const reviews = server.requests.filter((line) => line.startsWith('POST'));
    expect(reviews).toHaveLength(101);
  });

  test('tries to list where reviews are refused or unknown', async () => {
    for (const status of [403, 404]) {
      server.fault = (line) => (line.startsWith('POST') ? { t: 'status', status } : undefined);
      allow('default');
      expect((await ask()).namespaces).toEqual(['default']);
      server.may = () => true;
      expect((await ask()).whole).toBe(true);
    }
  });

  test('rejects when the server cannot be asked', async () => {
    server.fault = () => ({ t: 'html' });
    await expect(ask()).rejects.toMatchObject({ failure: { code: 'not-kubernetes' } });
  });
});
