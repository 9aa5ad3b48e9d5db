import { expect, test } from 'vitest';
import type { ServicePort } from '../../../shared/model/service.ts';
import { defaultPort } from '../../../shared/default-port.ts';
import { portsWords } from './port-words.ts';

const tcp = (port: number, targetPort: number | string, more: Partial<ServicePort> = {}): ServicePort => ({
  protocol: 'TCP',
  port,
  targetPort,
  ...more,
});

test.each([
  [[tcp(80, 8080)], '80 → 8080'],
  [[tcp(5432, 5432)], '5432'],
  [[tcp(80, 'http', { name: 'http' })], '80 → http'],
  [[tcp(443, 8443, { name: 'https' })], '443 → 8443 https'],
  [[tcp(80, 8080, { nodePort: 30_080 })], '80:30080 → 8080'],
  [[tcp(7777, 7777, { protocol: 'UDP' })], '7777 udp'],
  [[tcp(80, 'http'), tcp(9090, 9090)], '80 → http, 9090'],
  [[], '–'],
])('%j reads %s', (ports, text) => {
  expect(portsWords(ports)).toBe(text);
});

test.each([
  ['the HTTP one', [tcp(9090, 1, { name: 'metrics' }), tcp(80, 1, { name: 'http' })], 80],
  ['else the first TCP one', [tcp(53, 53, { protocol: 'UDP' }), tcp(5432, 1), tcp(6000, 1)], 5432],
  ['none where all is UDP', [tcp(53, 53, { protocol: 'UDP' })], undefined],
])('one click forwards %s', (_, ports, expected) => {
  expect(defaultPort({ ports })?.port).toBe(expected);
});
