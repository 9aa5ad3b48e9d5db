import { m } from '../../../shared/paraglide/messages.js';
import { getLocale } from '../../../shared/paraglide/runtime.js';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the largest unit that leaves at least 1 in front, with one digit where it is small: `8.4 MB`. */
export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${numberText(value, step > 0 && value < 10 ? 1 : 0)} ${UNITS[step] ?? 'B'}`;
}

/** A rate: whole where it is large, one digit below ten so that a slow trickle is not shown as nothing. */
export function rateText(rate: number): string {
  return numberText(rate, rate > 0 && rate < 9.95 ? 1 : 0);
}

/** Milliseconds, with one digit where there are few. */
export function msText(ms: number): string {
  return m.forwards_ms({ n: rateText(ms) });
}

export function percentText(part: number): string {
  return `${numberText(part * 100, 0)} %`;
}

function numberText(value: number, digits: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: digits }).format(value);
}
