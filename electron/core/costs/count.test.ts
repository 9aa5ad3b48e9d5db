import { describe, expect, test } from 'vitest';
import { defaultCosts } from '../../../shared/model/cost.ts';
import { countAll, fixedOf, totalOf, type Counted } from './count.ts';
import { shippedPrices } from './price-list.ts';

const H = 730;
const GB = 1000;
const one = (more: Partial<Counted> = {}): Counted => ({ rules: 1, internal: false, zones: 3, ...more });
const priced = (id: string) => {
  const price = shippedPrices.find((known) => known.id === id);
  if (!price) throw new Error(`no price ${id}`);
  return price;
};
const used = { ...defaultCosts, addresses: true, usage: { ...defaultCosts.usage, gb: GB, crossZoneGb: 10 } };

/** Each line of the price table, written out as its source has it: what n load balancers cost, unused and used. */
describe.each([
  ['aws-nlb', (n: number) => n * 0.0225 * H, (n: number) => n * (3 * 0.005 * H + GB * 0.006 + 10 * 0.02)],
  ['aws-clb', (n: number) => n * 0.025 * H, (n: number) => n * (3 * 0.005 * H + GB * 0.008)],
  ['aws-alb', (n: number) => n * 0.0225 * H, (n: number) => n * (3 * 0.005 * H + GB * 0.008)],
  ['gcp', (n: number) => (0.025 + Math.max(0, n - 5) * 0.01) * H, (n: number) => n * (GB * 0.016 + 10 * 0.01)],
  ['azure', (n: number) => (0.025 + Math.max(0, n - 5) * 0.01) * H, (n: number) => n * (0.005 * H + GB * 0.005)],
  ['digitalocean', (n: number) => n * 12, () => 0],
  ['linode', (n: number) => n * 10, () => 0],
  ['linode-jakarta', (n: number) => n * 12, () => 0],
  ['vultr', (n: number) => n * 10, () => 0],
  ['scaleway', (n: number) => n * 0.014 * H, () => 0],
  ['oracle-lb', (n: number) => (n - 1) * 0.0113 * H, () => 0],
  ['oracle-nlb', () => 0, () => 0],
  ['alibaba-clb', (n: number) => n * 0.007 * H, (n: number) => n * 10 * 0.02],
  ['alibaba-nlb', (n: number) => n * 0.02 * H, (n: number) => n * 10 * 0.02],
] as const)('%s', (id, fixed, more) => {
  test.each([1, 4, 6, 10])('of %d load balancers', (n) => {
    const all = Array.from({ length: n }, () => one());
    const sum = (lists: readonly number[]): number => lists.reduce((total, list) => total + list, 0);
    expect(sum(countAll(all, priced(id), defaultCosts).map(fixedOf))).toBeCloseTo(fixed(n), 9);
    expect(sum(countAll(all, priced(id), used).map(totalOf))).toBeCloseTo(fixed(n) + more(n), 9);
  });
});

test('every shipped price has its line above', () => {
  expect(shippedPrices).toHaveLength(14);
});

test('ten load balancers at 0.0225 $/h cost 162 $ in 720 h, and 164.25 $ in 730 h; one costs 16.20 $', () => {
  const ten = Array.from({ length: 10 }, () => one());
  const sum = (count: readonly Counted[], hours: number): number =>
    countAll(count, priced('aws-nlb'), { ...defaultCosts, hours }).reduce((total, parts) => total + totalOf(parts), 0);
  expect(sum(ten, 720)).toBeCloseTo(162, 9);
  expect(sum(ten, 730)).toBeCloseTo(164.25, 9);
  expect(sum([one()], 720)).toBeCloseTo(16.2, 9);
});

test('capacity units are as many as the largest measure asks for', () => {
  const usage = { gb: 730, newPerSecond: 100, active: 3000, rulesPerSecond: 2000, crossZoneGb: 0 };
  const [parts = []] = countAll([one()], priced('aws-alb'), { ...defaultCosts, usage });
  expect(parts.at(-1)).toEqual({
    what: 'usage',
    formula: '4 LCU × 0.008 USD/h × 730 h',
    month: expect.closeTo(4 * 0.008 * 730) as number,
  });
});

test('an internal load balancer has no public address', () => {
  const [parts = []] = countAll([one({ internal: true })], priced('aws-nlb'), { ...defaultCosts, addresses: true });
  expect(parts.map(({ what }) => what)).toEqual(['load-balancer']);
});
