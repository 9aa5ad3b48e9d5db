import { expect, test } from 'vitest';
import { isPageUrl, isWebUrl } from './origin.ts';

test.each([
  ['app://portolan/', true],
  ['app://portolan/#/services', true],
  ['app://portolan.evil.example/', false],
  ['https://portolan/', false],
  ['file:///etc/passwd', false],
])('%s is the page: %s', (url, expected) => {
  expect(isPageUrl(url)).toBe(expected);
});

test.each([
  ['http://127.0.0.1:8080/', true],
  ['https://example.org', true],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['ssh://host', false],
  ['not a url', false],
])('%s may be opened outside: %s', (url, expected) => {
  expect(isWebUrl(url)).toBe(expected);
});
