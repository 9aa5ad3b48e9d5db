import { expect, test } from 'vitest';
import { humanDuration } from './duration.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-5 * SECOND, '<invalid>'],
  [-SECOND, '0s'],
  [0, '0s'],
  [119 * SECOND, '119s'],
  [120 * SECOND, '2m'],
  [3 * MINUTE + 20 * SECOND, '3m20s'],
  [10 * MINUTE + 20 * SECOND, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR, '3h'],
  [5 * HOUR + 3 * MINUTE, '5h3m'],
  [47 * HOUR, '47h'],
  [50 * HOUR, '2d2h'],
  [8 * DAY + HOUR, '8d'],
  [729 * DAY, '729d'],
  [3 * 365 * DAY + 2 * DAY, '3y2d'],
  [9 * 365 * DAY + 2 * DAY, '9y'],
])('%i ms are %s', (ms, shown) => expect(humanDuration(ms)).toBe(shown));
