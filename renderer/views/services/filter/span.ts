const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** Reads `90s`, `5m`, `2h`, `3d`, `1w`, `2y` as ms. */
export function spanOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+)([smhdwy])$/.exec(text) ?? [];
  const ms = unit === undefined ? undefined : units[unit];
  return ms === undefined ? undefined : Number(count) * ms;
}
