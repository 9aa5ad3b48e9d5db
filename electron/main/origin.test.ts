import { expect, test } from 'vitest';
import { isPageFrame, isPageUrl, isWebUrl } from './origin.ts';

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
  ['our page', { parent: null, url: 'app://portolan/' }, true],
  ['another page in its place', { parent: null, url: 'https://evil.example/' }, false],
  ['a frame within it', { parent: {}, url: 'app://portolan/' }, false],
])('%s may ask main: %s', (_, frame, expected) => {
  expect(isPageFrame(frame)).toBe(expected);
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
