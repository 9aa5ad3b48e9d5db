import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it('runs from edge to edge with its peak at the top', () => {
  expect(sparkline([0, 4, 2], 100, 40)).toEqual({
    line: 'M0,40L50,0L100,20',
    area: 'M0,40L50,0L100,20V40H0Z',
    peak: 4,
  });
});

it('stays on the ground while nothing happens', () => {
  expect(sparkline([0, 0], 100, 40)).toMatchObject({ line: 'M0,40L100,40', peak: 0 });
});

it('is nothing for nothing', () => {
  expect(sparkline([], 100, 40)).toEqual({ line: '', area: '', peak: 0 });
});

it('leaves out what was not seen', () => {
  expect(sparkline([undefined, undefined, 4], 100, 40)).toEqual({ line: 'M100,0', area: 'M100,0V40H100Z', peak: 4 });
});
