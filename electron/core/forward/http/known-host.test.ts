import { expect, test } from 'vitest';
import { isKnownHost } from './known-host.ts';

const web = { namespace: 'shop', name: 'web' };

test.each([
  [undefined, true],
  ['', true],
  ['localhost', true],
  ['LocalHost:8080', true],
  ['web.shop.localhost:8080', true],
  ['127.0.0.1:8080', true],
  ['127.8.9.10', true],
  ['[::1]:8080', true],
  ['[::ffff:127.0.0.1]:80', true],
  ['10.96.0.1', true],
  ['web', true],
  ['web.shop', true],
  ['web.shop.svc', true],
  ['web-0.web.shop.svc.cluster.local.', true],
  ['host.docker.internal:8080', true],
  ['shop.test', true],
  ['evil.example', false],
  ['evil.example:8080', false],
  ['evil.example.', false],
  ['web.other', false],
  ['web.shop.svc.evil.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['1.2.3.4.5', false],
  ['evillocalhost.com', false],
])('%j is known: %s', (host, isKnown) => {
  expect(isKnownHost(host, web)).toBe(isKnown);
});

test('the host that a person has chosen is known, with any port', () => {
  expect(isKnownHost('Shop.Example', { ...web, host: 'shop.example:8443' })).toBe(true);
  expect(isKnownHost('other.example', { ...web, host: 'shop.example' })).toBe(false);
});
