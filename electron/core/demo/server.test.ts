import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../testing/until.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { DemoApiBench } from './testing/demo-api.ts';

const SERVICES = '/api/v1/namespaces/shop/services';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const MERGE = 'application/merge-patch+json';

let bench: DemoApiBench;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock({ now: Date.parse('2026-11-21T10:00:00Z') });
  bench = await DemoApiBench.start({ clock });
});
afterEach(() => bench.close());

const web = (name = 'web', spec: object = {}): object => ({
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});
const create = (name: string): Promise<unknown> => bench.send('POST', SERVICES, { body: web(name) });

describe('who asks', () => {
  test.each([
    ['Bearer wrong', 401, 'Unauthorized'],
    [
      '',
      403,
      'services is forbidden: User "system:anonymous" cannot list resource "services" in API group "" in the namespace "shop"',
    ],
  ])('with %j gets %i', async (authorization, status, message) => {
    const reply = await bench.send('GET', SERVICES, { headers: { authorization } });
    expect([reply.status, reply.body['message']]).toEqual([status, message]);
  });

  test('finds a certificate that the CA vouches for', async () => {
    const { port } = new URL(bench.api.url);
    const socket = connect({ host: '127.0.0.1', port: Number(port), ca: bench.api.ca });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });
});

describe('a list', () => {
  test('goes on page by page as it was when it began', async () => {
    for (const name of ['a', 'b', 'c']) await create(name);
    const first = await bench.send('GET', `${SERVICES}?limit=2`);
    const { continue: token, remainingItemCount } = first.body['metadata'] as Record<string, string>;
    await bench.send('DELETE', `${SERVICES}/c`);
    await create('d');
    const second = await bench.send('GET', `${SERVICES}?limit=2&continue=${token ?? ''}`);
    expect(remainingItemCount).toBe(1);
    expect(second.body['items']).toMatchObject([{ metadata: { name: 'c' } }]);
    expect(second.body['metadata']).toEqual({
      resourceVersion: (first.body['metadata'] as Record<string, string>)['resourceVersion'],
    });
    bench.store.history.compact();
    const late = await bench.send('GET', `${SERVICES}?limit=2&continue=${token ?? ''}`);
    expect([late.status, late.body['reason']]).toEqual([410, 'Expired']);
  });

  test('comes as a table that kubectl prints', async () => {
    await create('web');
    clock.jump(90_000);
    const { body } = await bench.send('GET', SERVICES, { headers: TABLE });
    const rows = body['rows'] as { cells: unknown[]; object: object }[];
    expect(rows[0]?.cells).toEqual([
      'web',
      'ClusterIP',
      expect.stringMatching(/^10\.96\./),
      '<none>',
      '80/TCP',
      '90s',
      '<none>',
    ]);
    expect(rows[0]?.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'web' } });
    expect((body['columnDefinitions'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'Name',
      'Type',
      'Cluster-IP',
      'External-IP',
      'Port(s)',
      'Age',
      'Selector',
    ]);
  });
});

describe('a watch', () => {
  const rv = (): string => String(bench.store.version);

  test('begins with what is there, and goes on with what happens', async () => {
    await create('a');
    const lines = bench.watch(`${SERVICES}?watch=1`, 4);
    await until(() => clock.sleeping > 0);
    await create('b');
    await bench.send('PATCH', `${SERVICES}/a`, { type: MERGE, body: { metadata: { labels: { x: '1' } } } });
    await bench.send('DELETE', `${SERVICES}/a`);
    expect((await lines).map(({ type, object }) => [type, object.metadata['name']])).toEqual([
      ['ADDED', 'a'],
      ['ADDED', 'b'],
      ['MODIFIED', 'a'],
      ['DELETED', 'a'],
    ]);
  });

  test('goes on from a version, and from one that is forgotten it is told so', async () => {
    await create('a');
    const from = rv();
    await create('b');
    const [line] = await bench.watch(`${SERVICES}?watch=1&resourceVersion=${from}`, 1);
    expect(line?.object.metadata['name']).toBe('b');
    bench.store.history.compact();
    const [error] = await bench.watch(`${SERVICES}?watch=1&resourceVersion=${from}`, 1);
    expect(error).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired', message: `too old resource version: ${from} (${rv()})` },
    });
  });

  test('sends bookmarks when it may, first where its list ends', async () => {
    await create('a');
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const lines = bench.watch(`${SERVICES}?${query}`, 3);
    await until(() => clock.sleeping > 0);
    const version = rv();
    await clock.advance(60_000);
    expect(await lines).toMatchObject([
      { type: 'ADDED' },
      {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: version, annotations: { 'k8s.io/initial-events-end': 'true' } } },
      },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: version } } },
    ]);
  });

  test('ends when its time is up, with a bookmark shortly before', async () => {
    const lines = bench.watch(
      `${SERVICES}?watch=1&resourceVersion=${rv()}&timeoutSeconds=30&allowWatchBookmarks=true`,
      Infinity,
    );
    await until(() => clock.sleeping > 0);
    await clock.advance(28_000);
    await clock.advance(2_000);
    expect((await lines).map(({ type }) => type)).toEqual(['BOOKMARK']);
  });

  test('by label tells what comes in and goes out', async () => {
    await create('a');
    const lines = bench.watch(`${SERVICES}?watch=1&labelSelector=x&resourceVersion=${rv()}`, 2);
    await until(() => clock.sleeping > 0);
    for (const x of ['1', null])
      await bench.send('PATCH', `${SERVICES}/a`, { type: MERGE, body: { metadata: { labels: { x } } } });
    expect((await lines).map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    expect((await lines)[1]?.object.metadata['resourceVersion']).toBe(rv());
  });

  test('in tables names the columns once', async () => {
    await create('a');
    await create('b');
    const lines = await bench.watch(`${SERVICES}?watch=1`, 2, { headers: TABLE });
    expect(lines.map(({ object }) => Array.isArray(object['columnDefinitions']))).toEqual([true, false]);
    expect(lines[1]?.object['rows']).toMatchObject([{ cells: expect.arrayContaining(['b']) as unknown }]);
  });
});

describe('a write', () => {
  test('warns of unknown fields, and is refused for them when it is to be strict', async () => {
    const body = web('web', { tpye: 'NodePort' });
    const warned = await bench.send('POST', `${SERVICES}?dryRun=All`, { body });
    expect([warned.status, ...warned.warnings]).toEqual([201, '299 - "unknown field \\"spec.tpye\\""']);
    const strict = await bench.send('POST', `${SERVICES}?fieldValidation=Strict`, { body });
    expect(strict.body['message']).toBe(
      'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.tpye"',
    );
    expect(bench.store.list('Service')).toEqual([]);
  });

  test.each([
    [
      'text/plain',
      '{}',
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    [
      'application/json',
      '{"metadata":',
      400,
      `the object provided is unrecognized (must be of type Service): couldn't get version/kind; json parse error: unexpected end of JSON input ({"metadata":)`,
    ],
    [
      'application/yaml',
      'a: b: c',
      400,
      'the object provided is unrecognized (must be of type Service): yaml: mapping values are not allowed in this context (613a20623a2063)',
    ],
    [
      'application/json',
      '{"kind":"Pod","apiVersion":"v1"}',
      400,
      'Pod in version "v1" cannot be handled as a Service: converting (v1.Pod) to (core.Service): unknown conversion',
    ],
    [
      'application/json',
      '{"metadata":{"name":"a"},"spec":{"ports":[{"port":"80"}]}}',
      400,
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    ['application/json', `{"a":"${'x'.repeat(3_200_000)}"}`, 413, 'Request entity too large: limit is 3145728'],
  ])('of %s %.30s is refused', async (type, body, status, message) => {
    const reply = await bench.send('POST', SERVICES, { type, body });
    expect([reply.status, reply.body['message']]).toEqual([status, message]);
  });

  test('takes YAML, and what kubectl sends as protobuf', async () => {
    const yaml = await bench.send('POST', SERVICES, {
      type: 'application/yaml',
      body: 'metadata: {name: y}\nspec: {ports: [{port: 80}]}',
    });
    expect(yaml.status).toBe(201);
  });
});

test.each([
  ['GET', '/api/v1/namespaces/shop/nothings', 404, 'the server could not find the requested resource'],
  ['GET', '/api/v1/namespaces/shop/services/web/log', 404, 'the server could not find the requested resource'],
  ['PUT', SERVICES, 405, 'the server does not allow this method on the requested resource'],
  ['GET', '/api/v1/namespaces/shop/pods/nope/log', 404, 'pods "nope" not found'],
])('%s %s is answered %i', async (method, path, status, message) => {
  const reply = await bench.send(method, path);
  expect([reply.status, reply.body['message']]).toEqual([status, message]);
});

test('logs are what the container has written', async () => {
  const containers = [{ name: 'main', image: 'x' }];
  bench.store.create({
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { nodeName: 'node-1', containers },
  });
  const reply = await bench.send('GET', '/api/v1/namespaces/shop/pods/web/log');
  expect(reply.text).toBe('first\nsecond\n');
  const other = await bench.send('GET', '/api/v1/namespaces/shop/pods/web/log?container=nope');
  expect(other.body['message']).toBe('container nope is not valid for pod web');
});

test('discovery tells kubectl of every kind, in both forms', async () => {
  const legacy = await bench.send('GET', '/apis/apps/v1');
  expect((legacy.body['resources'] as { name: string }[]).map(({ name }) => name)).toContain('deployments/scale');
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const aggregated = await bench.send('GET', '/apis', { headers: { accept } });
  expect(aggregated.type).toBe(accept);
  expect(aggregated.body['items']).toHaveLength(4);
});
