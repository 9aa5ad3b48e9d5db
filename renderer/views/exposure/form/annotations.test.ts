import { expect, it } from 'vitest';
import { annotationsOf, faultOf, internalState, internalSwitches, type KnownAnnotation } from './annotations.ts';

const a = (look: KnownAnnotation['look']): KnownAnnotation => ({ key: 'k', what: 'other', look });

it.each([
  ['ips', '203.0.113.10,2001:db8::1', undefined],
  ['ips', '203.0.113.256', 'ips'],
  ['ips', '203.0.113.1,', 'ips'],
  ['ips', 'my-address', 'ips'],
  ['cidrs', '10.0.0.0/8, fd00::/64', undefined],
  ['cidrs', '10.0.0.0', 'cidrs'],
  ['cidrs', '10.0.0.0/33', 'cidrs'],
  ['number', '30', undefined],
  ['number', '30s', 'number'],
  ['names', 'eipalloc-1,eipalloc-2', undefined],
  ['names', 'subnet one', 'names'],
  ['choice', 'whatever', undefined],
  ['ips', '', undefined],
] as const)('checks %s: %s', (look, value, fault) => {
  expect(faultOf(a(look), value)).toBe(fault);
});

it('names each annotation once a provider', () => {
  for (const known of Object.values(annotationsOf)) {
    const keys = known.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it.each(Object.entries(internalSwitches))(
  'makes a load balancer of %s internal by annotations of its form',
  (name, one) => {
    const known = new Map(annotationsOf[name]?.map((annotation) => [annotation.key, annotation]));
    for (const [key, value] of Object.entries(one.on)) expect(known.get(key)?.options).toContain(value);
    expect(Object.keys(one.off).sort()).toEqual(Object.keys(one.on).sort());
    expect(internalState(one, (key) => one.on[key] ?? '')).toBe('on');
    expect(internalState(one, (key) => one.off[key] ?? '')).toBe('off');
  },
);

it('says of two annotations that disagree that only some are set', () => {
  const { AWS } = internalSwitches;
  const key = Object.keys(AWS?.on ?? {})[0] ?? '';
  expect(AWS && internalState(AWS, (one) => (one === key ? 'true' : ''))).toBe('some');
});
