import { expect, test } from 'vitest';
import { differences, judge, told } from './compare.ts';
import type { Found } from './compare.ts';

const found: Found = { scenario: 'a Service', request: 'GET services/web', at: 'body.spec.type', real: 'A', demo: 'B' };

test('finds nothing between equal answers, whatever the order of their fields', () => {
  expect(differences({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([]);
});

test('says where two answers differ, what is missing, and what is too much', () => {
  expect(differences({ a: [1, 2], b: { c: 1 } }, { a: [1], b: { c: '1', d: null } })).toEqual([
    { at: 'a[1]', real: 2, demo: undefined },
    { at: 'b.c', real: 1, demo: '1' },
    { at: 'b.d', real: undefined, demo: null },
  ]);
});

test('says no more of two objects of different kinds than that', () => {
  const [real, demo] = [
    { kind: 'Service', spec: {} },
    { kind: 'Status', code: 404 },
  ];
  expect(differences({ body: real }, { body: demo })).toEqual([{ at: 'body', real, demo }]);
});

test('takes a difference that is meant to be, and reports one that no longer shows', () => {
  const meant = { at: /spec\.type$/, reason: 'so' };
  const gone = { scenario: /a Pod/, at: /spec\.type$/, reason: 'once' };
  expect(judge([found], [meant, gone])).toEqual({ unexplained: [], outdated: [gone] });
  expect(judge([found], [gone])).toEqual({ unexplained: [found], outdated: [gone] });
  expect(judge([found], [{ ...meant, request: /services\/other/ }]).unexplained).toEqual([found]);
});

test('tells differences by scenario and request', () => {
  expect(told([found, { ...found, at: 'status', real: 200, demo: undefined }])).toBe(
    `
a Service
  GET services/web
    body.spec.type
      real: "A"
      demo: "B"
    status
      real: 200
      demo: nothing`,
  );
});
