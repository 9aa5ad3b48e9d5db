import { tabs, type Tab } from '../../route.ts';

export type PageAction =
  { readonly do: 'tab'; readonly tab: Tab } | { readonly do: 'view' | 'forward' | 'forward-with' | 'open' | 'back' };

/** What a key means on a Service's page while `tab` is shown. */
export function pageKey(key: string, tab: Tab): PageAction | undefined {
  switch (key) {
    case '[':
      return { do: 'tab', tab: beside(tab, -1) };
    case ']':
      return { do: 'tab', tab: beside(tab, 1) };
    case 'e':
      return { do: 'tab', tab: 'exposure' };
    case 'd':
      return { do: 'tab', tab: 'diagnosis' };
    case 'y':
      return { do: 'tab', tab: 'yaml' };
    case 'v':
      return { do: 'tab', tab: 'events' };
    case 't':
      return tab === 'chart' ? { do: 'view' } : undefined;
    case 'f':
      return { do: 'forward' };
    case 'F':
      return { do: 'forward-with' };
    case 'o':
      return { do: 'open' };
    case 'Escape':
      return { do: 'back' };
    default:
      return undefined;
  }
}

/** The tab before or after, round at the ends. */
export function beside(tab: Tab, step: number): Tab {
  return tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
}
