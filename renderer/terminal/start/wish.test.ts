import { expect, test } from 'vitest';
import { specOf, startForm, withTool, type Wish } from './wish.ts';

const probe: Wish = { kind: 'probe', context: 'dev', namespace: 'shop', host: 'web.shop.svc', port: 8080 };

test('a test is about the Service in the words of its tool', () => {
  const form = startForm(probe);
  expect(form).toMatchObject({ tool: 'dns', target: 'web.shop.svc' });
  expect(withTool(form, 'http', probe)).toMatchObject({ tool: 'http', target: 'http://web.shop.svc:8080/' });
  expect(withTool(form, 'tcp', probe)).toMatchObject({ tool: 'tcp', target: 'web.shop.svc:8080' });
});

test('a form begins with the tool that was asked for', () => {
  expect(startForm({ ...probe, tool: 'tcp' })).toMatchObject({ tool: 'tcp', target: 'web.shop.svc:8080' });
});

test('another tool leaves alone what a person has typed', () => {
  expect(withTool({ ...startForm(probe), target: 'db' }, 'tcp', probe)).toMatchObject({ tool: 'tcp', target: 'db' });
});

test('nothing starts before all is there that it needs', () => {
  const form = startForm(probe);
  expect(specOf(probe, { ...form, target: ' ' })).toBeUndefined();
  expect(specOf(probe, { ...form, tool: 'tcp' })).toBeUndefined();
  expect(specOf(probe, { ...form, namespace: '' })).toBeUndefined();
  expect(specOf(probe, { ...form, node: ' n1 ' })).toEqual({
    kind: 'probe',
    context: 'dev',
    namespace: 'shop',
    tool: 'dns',
    target: 'web.shop.svc',
    node: 'n1',
  });
});

test('a debug container sees the first container, a node needs an image', () => {
  const debug: Wish = { kind: 'debug', context: 'dev', namespace: 'shop', pod: 'web-1', containers: ['app', 'proxy'] };
  expect(specOf(debug, startForm(debug))).toMatchObject({ kind: 'debug', pod: 'web-1', container: 'app' });
  const node: Wish = { kind: 'node', context: 'dev', namespace: 'default', node: 'n1' };
  expect(specOf(node, { ...startForm(node), image: '' })).toBeUndefined();
  expect(specOf(node, startForm(node))).toMatchObject({ kind: 'node', node: 'n1', namespace: 'default' });
});
