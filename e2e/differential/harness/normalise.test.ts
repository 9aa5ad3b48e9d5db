import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';

const options = { namespace: 'one-7-ns', written: '' };
const uid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;

test('gives each uid a name by its first appearance, so that equal ones stay equal', () => {
  const seen = normalise([{ uid: uid(4) }, { uid: uid(2) }, { message: `the UID is ${uid(4)}` }], options);
  expect(seen).toEqual([{ uid: '‹uid 1›' }, { uid: '‹uid 2›' }, { message: 'the UID is ‹uid 1›' }]);
});

test('keeps the numbers and addresses that the scenario wrote, and names those that the server picked', () => {
  const answer = { clusterIP: '10.96.0.53', other: '10.96.7.1', ports: [{ nodePort: 30010 }, { nodePort: 31544 }] };
  expect(normalise(answer, { ...options, written: '10.96.0.53 30010' })).toEqual({
    clusterIP: '10.96.0.53',
    other: '‹ip 1›',
    ports: [{ nodePort: 30010 }, { nodePort: '‹port 1›' }],
  });
});

test('finds picked ports in texts, but leaves ranges alone', () => {
  const text = 'port 31544 is not in the valid range 30000-32767 of 10.96.0.0/16';
  expect(normalise({ text }, options)).toEqual({ text: text.replace('31544', '‹port 1›') });
});

test('numbers versions of objects, but not those of lists, where others write too', () => {
  const object = (version: string) => ({ metadata: { uid: uid(1), resourceVersion: version } });
  const answers = [object('7'), object('9'), object('7'), { metadata: { resourceVersion: '9' } }];
  expect(normalise(answers, options)).toMatchObject([
    { metadata: { resourceVersion: '‹version 1›' } },
    { metadata: { resourceVersion: '‹version 2›' } },
    { metadata: { resourceVersion: '‹version 1›' } },
    { metadata: { resourceVersion: '‹version›' } },
  ]);
});

test('takes times, the namespace, managedFields and continue tokens out', () => {
  const answer = {
    at: '2026-11-21T10:00:00Z',
    precise: '2026-11-21T10:00:00.123456Z',
    namespace: 'one-7-ns',
    managedFields: [{}],
    continue: 'eyJ2Ijo',
  };
  expect(normalise(answer, options)).toEqual({
    at: '‹time›',
    precise: '‹time in µs›',
    namespace: '{ns}',
    continue: '‹continue›',
  });
});

test('names the random end of a generated name wherever the name stands, and no ordinal', () => {
  const answer = [
    { name: 'web-x7k2p', generateName: 'web-' },
    { name: 'db-0', generateName: 'db-' },
    { text: 'pod web-x7k2p' },
  ];
  expect(normalise(answer, options)).toEqual([
    { name: 'web-‹suffix 1›', generateName: 'web-' },
    { name: 'db-0', generateName: 'db-' },
    { text: 'pod web-‹suffix 1›' },
  ]);
});

test('compares lists of random names, and endpoints, whatever order chance gave them', () => {
  const pod = (name: string, phase: string) => ({ metadata: { name, generateName: 'web-' }, phase });
  const endpoint = (ip: string, ready: boolean) => ({ addresses: [ip], ready });
  const one = {
    items: [pod('web-bbbbb', 'A'), pod('web-ccccc', 'B')],
    endpoints: [endpoint('10.0.0.2', true), endpoint('10.0.0.1', false)],
  };
  const two = {
    items: [pod('web-ddddd', 'B'), pod('web-fffff', 'A')],
    endpoints: [endpoint('10.0.0.7', false), endpoint('10.0.0.9', true)],
  };
  expect(normalise(one, options)).toEqual(normalise(two, options));
});

test('keeps the order of lists by name, which is the answer of the server', () => {
  const items = [{ metadata: { name: 'b' } }, { metadata: { name: 'a' } }];
  expect(normalise({ items }, options)).toEqual({ items });
});

test('tells alike objects apart by what was met before', () => {
  const pod = (name: string) => ({ metadata: { name, generateName: 'web-' } });
  const seen = normalise([{ first: 'web-zzzzz' }, { items: [pod('web-bbbbb'), pod('web-zzzzz')] }], options);
  expect(seen).toEqual([{ first: 'web-‹suffix 1›' }, { items: [pod('web-‹suffix 1›'), pod('web-‹suffix 2›')] }]);
});

test('shows what is left of a patch that failed, without the object that it was applied to', () => {
  const message = String.raw`Invalid value: "{\"apiVersion\":\"v1\",\"metadata\":{\"managedFields\":[]}}": strict decoding error`;
  expect(normalise({ message }, options)).toEqual({ message: 'Invalid value: "{‹object›}": strict decoding error' });
});
