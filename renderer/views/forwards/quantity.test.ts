import { expect, it } from 'vitest';
import { bytesText, percentText, rateText } from './quantity.ts';

it.each([
  [0, '0 B'],
  [0.4, '0 B'],
  [999, '999 B'],
  [1_250, '1.3 kB'],
  [84_000, '84 kB'],
  [8_400_000, '8.4 MB'],
  [12e15, '12,000 TB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it.each([
  [0, '0'],
  [0.34, '0.3'],
  [9.96, '10'],
  [41.3, '41'],
])('writes a rate of %d as %s', (rate, text) => {
  expect(rateText(rate)).toBe(text);
});

it('writes a share in percent', () => expect(percentText(0.336)).toBe('34 %'));
