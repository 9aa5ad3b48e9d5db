import { baseLocale, isLocale, type Locale } from './paraglide/runtime.js';
import type { Settings } from './model/settings.ts';

/** The language that the settings ask for; `system` is the first of the system's (as `ko-KR`) that Portolan knows. */
export function localeOf(wanted: Settings['locale'], system: readonly string[]): Locale {
  return wanted === 'system' ? (system.map((tag) => tag.split('-')[0]).find(isLocale) ?? baseLocale) : wanted;
}
