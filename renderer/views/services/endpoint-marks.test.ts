import { expect, test } from 'vitest';
import { endpointMarks } from './endpoint-marks.ts';

const shapes = (path: string): number => path.split('z').length - 1;

test('draws one shape an endpoint, by its state', () => {
  const { ready, notReady, draining } = endpointMarks({ ready: 3, notReady: 1, terminating: 1, total: 5 });
  expect([ready, notReady, draining.ring, draining.half].map(shapes)).toEqual([3, 1, 1, 1]);
});

test('places them side by side, and is as wide as they are', () => {
  const { ready, notReady, width } = endpointMarks({ ready: 1, notReady: 1, terminating: 0, total: 2 });
  expect(ready.startsWith('M1.5,6')).toBe(true);
  expect(notReady).toContain('M17.2,9.8');
  expect(width).toBe(27);
});

test('draws nothing for nobody', () => {
  const { ready, notReady, draining, width } = endpointMarks({ ready: 0, notReady: 0, terminating: 0, total: 0 });
  expect([ready, notReady, draining.ring, draining.half, width]).toEqual(['', '', '', '', 0]);
});
