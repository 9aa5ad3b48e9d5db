import { describe, expect, test } from 'vitest';
import type { DemoObject } from '../registry.ts';
import { fieldSelector, labelSelector } from './selectors.ts';

const pod: DemoObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: '1',
    resourceVersion: '1',
    creationTimestamp: '',
    labels: { app: 'web', tier: '2' },
  },
  spec: { nodeName: 'node-1' },
  status: { phase: 'Running' },
};

describe('a label selector', () => {
  test.each([
    ['app=web', true],
    ['app==web,tier=2', true],
    ['app!=web', false],
    ['other!=web', true],
    ['app', true],
    ['!app', false],
    ['!other', true],
    ['app in (web, api)', true],
    ['app notin (web)', false],
    ['other notin (web)', true],
    ['tier>1', true],
    ['tier<2', false],
    ['app=web,other', false],
  ])('%s: %s', (selector, isMatch) => expect(labelSelector(selector)?.(pod)).toBe(isMatch));

  test('that says nothing takes all', () => expect(labelSelector('')).toBeUndefined());

  test.each([
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
  ])('%s is refused', (selector, message) => expect(() => labelSelector(selector)).toThrow(message));
});

describe('a field selector', () => {
  test.each([
    ['metadata.name=web', true],
    ['spec.nodeName=node-1,status.phase!=Failed', true],
    ['status.phase=Pending', false],
    ['metadata.namespace!=shop', false],
  ])('%s: %s', (selector, isMatch) => expect(fieldSelector(selector, 'Pod')?.(pod)).toBe(isMatch));

  test('knows the fields of each kind alone', () => {
    expect(() => fieldSelector('spec.type=ClusterIP', 'Pod')).toThrow('field label not supported: spec.type');
    expect(() => fieldSelector('spec.type=ClusterIP', 'Service')).not.toThrow();
    expect(() => fieldSelector('spec.type', 'Service')).toThrow(
      "invalid selector: 'spec.type'; can't understand 'spec.type'",
    );
  });
});
