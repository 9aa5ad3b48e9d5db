import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure } from '../../../../shared/failure.ts';
import type { ServicePort, ServiceRow } from '../../../../shared/model/service.ts';
import { serviceRow } from '../../testing/forward-samples.ts';
import { planNamespace, type NamespaceWish } from './namespace-plan.ts';

const tcp = (port: number, name?: string): ServicePort => ({
  protocol: 'TCP',
  port,
  targetPort: port,
  ...(name !== undefined && { name }),
});
const named = (name: string, over: Partial<ServiceRow> = {}): ServiceRow => serviceRow({ name, key: name, ...over });
const wish: NamespaceWish = { ports: 'main', addresses: 'shared', running: [], taken: [], lastPort: () => undefined };
const ref = { context: 'kind', namespace: 'shop' };

test('each Service gets its main port, no two the same local one', () => {
  const rows = [named('b'), named('a'), named('c', { ports: [tcp(9090, 'metrics'), tcp(80, 'http')] })];
  expect(planNamespace(rows, wish)).toEqual({
    specs: [
      { ...ref, name: 'a', port: 80, localPort: 8080 },
      { ...ref, name: 'b', port: 80, localPort: 8081 },
      { ...ref, name: 'c', port: 80, localPort: 8082 },
    ],
    skipped: [],
  });
});

test('or every TCP port', () => {
  const dns: ServicePort = { protocol: 'UDP', port: 53, targetPort: 53 };
  const { specs } = planNamespace([named('a', { ports: [tcp(9090), dns, tcp(80)] })], { ...wish, ports: 'all' });
  expect(specs.map(({ port }) => port)).toEqual([9090, 80]);
});

test('a Service that cannot be forwarded is named with why', () => {
  const rows = [
    named('out', { type: 'ExternalName', externalName: 'api.example.com', ports: [] }),
    named('dns', { ports: [{ protocol: 'UDP', port: 53, targetPort: 53 }] }),
    named('bare', { ports: [] }),
  ];
  expect(planNamespace(rows, wish)).toEqual({
    specs: [],
    skipped: [
      { service: 'shop/bare', failure: failure('service-portless', { service: 'shop/bare' }) },
      { service: 'shop/dns', failure: failure('forward-protocol', { protocol: 'UDP', port: 53 }) },
      { service: 'shop/out', failure: failure('forward-external', { service: 'shop/out', host: 'api.example.com' }) },
    ],
  });
});

test('what runs is left alone, and its port is not taken', () => {
  const running = [{ ...ref, name: 'a', port: 80 }];
  const { specs } = planNamespace([named('a'), named('b')], { ...wish, running, taken: [8080] });
  expect(specs).toEqual([{ ...ref, name: 'b', port: 80, localPort: 8081 }]);
});

test('each Service at an address of its own has its own ports, the same address each time and no other’s', () => {
  const rows = [named('a', { ports: [tcp(80), tcp(8443)] }), named('b')];
  const plan = (): readonly unknown[] =>
    planNamespace(rows, { ...wish, ports: 'all', addresses: 'own' }).specs.map(({ name, address, localPort }) => [
      name,
      address,
      localPort,
    ]);
  const [a, b] = ['127.122.75.55', '127.106.242.200'];
  expect(plan()).toEqual([
    ['a', a, 8080],
    ['a', a, 8443],
    ['b', b, 8080],
  ]);
  const used = { ...ref, name: 'x', port: 80, address: a };
  const [first] = planNamespace([named('a')], { ...wish, addresses: 'own', running: [used] }).specs;
  expect(first?.address).not.toBe(a);
  expect(first?.address).toMatch(/^127\./);
});

test('the port of the last time comes first, also before one that would like it', () => {
  const lastPort: NamespaceWish['lastPort'] = ({ name }) => (name === 'b' ? 8080 : undefined);
  const { specs } = planNamespace([named('a'), named('b')], { ...wish, lastPort });
  expect(specs.map(({ name, localPort }) => [name, localPort])).toEqual([
    ['a', 8081],
    ['b', 8080],
  ]);
});

test('whatever was used last and is taken, no two share a local port, and none is one that is taken', () => {
  const port = fc.integer({ min: 1, max: 300 }).map((n) => n + 8000);
  const some = fc.array(fc.record({ last: fc.option(port), port: fc.constantFrom(80, 8001, 8080) }), { maxLength: 40 });
  fc.assert(
    fc.property(some, fc.array(port), (services, taken) => {
      const rows = services.map((one, at) => named(`s${String(at)}`, { ports: [tcp(one.port)] }));
      const lastPort: NamespaceWish['lastPort'] = ({ name }) => services[Number(name.slice(1))]?.last ?? undefined;
      const ports = planNamespace(rows, { ...wish, taken, lastPort }).specs.map(({ localPort }) => localPort);
      expect(new Set([...ports, ...taken]).size).toBe(services.length + new Set(taken).size);
    }),
  );
});
