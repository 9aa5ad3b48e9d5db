const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A span of ms in kubectl's short form: 42s, 7m, 5h, 12d, 2y. */
export function ageText(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.max(0, Math.floor(ms / 1000))}s`;
  if (ms < 2 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return ms < 2 * YEAR ? `${Math.floor(ms / DAY)}d` : `${Math.floor(ms / YEAR)}y`;
}
