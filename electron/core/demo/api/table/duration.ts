const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Two units at most, and only as many as matter: `119s`, `3m20s`, `5h`, `2d4h`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1_000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 2 * MINUTE) return `${Math.max(0, seconds)}s`;
  if (seconds < 10 * MINUTE) return twoUnits(seconds, { large: [MINUTE, 'm'], small: [1, 's'] });
  if (seconds < 3 * HOUR) return `${Math.trunc(seconds / MINUTE)}m`;
  if (seconds < 8 * HOUR) return twoUnits(seconds, { large: [HOUR, 'h'], small: [MINUTE, 'm'] });
  if (seconds < 2 * DAY) return `${Math.trunc(seconds / HOUR)}h`;
  if (seconds < 8 * DAY) return twoUnits(seconds, { large: [DAY, 'd'], small: [HOUR, 'h'] });
  if (seconds < 2 * YEAR) return `${Math.trunc(seconds / DAY)}d`;
  if (seconds < 8 * YEAR) return twoUnits(seconds, { large: [YEAR, 'y'], small: [DAY, 'd'] });
  return `${Math.trunc(seconds / YEAR)}y`;
}

type Unit = readonly [seconds: number, name: string];

function twoUnits(seconds: number, { large, small }: { readonly large: Unit; readonly small: Unit }): string {
  const rest = Math.trunc((seconds % large[0]) / small[0]);
  return `${Math.trunc(seconds / large[0])}${large[1]}${rest === 0 ? '' : `${rest}${small[1]}`}`;
}
