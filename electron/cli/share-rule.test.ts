import { expect, it } from 'vitest';
import { parseShareRule } from './share-rule.ts';

const proposed = [{ namespace: 'shop', name: 'api', port: 8080, host: 'api.example.com', path: '/' }];
const parse = (text: string) => parseShareRule(text, 'shop', proposed);

it.each([
  ['api=a.example', { port: 8080, host: 'a.example', path: '/' }],
  ['svc/api:80=a.example/v1', { port: 80, host: 'a.example', path: '/v1' }],
  ['api=/v1', { port: 8080, host: '', path: '/v1' }],
] as const)('reads %s', (text, rule) => {
  expect(parse(text)).toEqual({ namespace: 'shop', name: 'api', ...rule });
});

it.each(['api', 'other=a.example', '=a.example', 'api:x=a'])('refuses %s', (text) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'invalid' }) as unknown }) as Error,
  );
});
