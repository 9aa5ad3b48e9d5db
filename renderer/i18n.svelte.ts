import { localeOf } from '../shared/locale.ts';
import { baseLocale, overwriteGetLocale, type Locale } from '../shared/paraglide/runtime.js';
import type { Settings } from '../shared/model/settings.ts';

let locale = $state<Locale>(baseLocale);
overwriteGetLocale(() => locale);

/** The language in use. Reading it, or any message, makes a view follow a change. */
export function currentLocale(): Locale {
  return locale;
}

/** To be called while a component is made: the page follows the settings, and the system where they say so. */
export function followSettings(settings: () => Settings): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  $effect(() => useLocale(settings().locale, navigator.languages));
  $effect(() => {
    const { theme } = settings();
    const apply = (): void => useTheme(theme, dark.matches);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  });
}

/** Speaks the language that the settings ask for, in the page too. */
function useLocale(wanted: Settings['locale'], system: readonly string[]): void {
  locale = localeOf(wanted, system);
  document.documentElement.lang = locale;
}

let theme = $state<'light' | 'dark'>('light');

/** What is drawn by script and not by style sheets follows a change by reading it. */
export function currentTheme(): 'light' | 'dark' {
  return theme;
}

/** Light or dark as the settings ask for. */
function useTheme(wanted: Settings['theme'], prefersDark: boolean): void {
  theme = wanted === 'system' ? (prefersDark ? 'dark' : 'light') : wanted;
  document.documentElement.dataset['theme'] = theme;
}
