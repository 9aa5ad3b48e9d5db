import type { Attachment } from 'svelte/attachments';
import { home, type Route } from '../route.ts';
import type { Router } from '../router.svelte.ts';
import { isCommand, keyOf } from './keys.ts';

const places: Readonly<Record<string, Route>> = {
  s: home,
  f: { view: 'forwards' },
  p: { view: 'problems', q: '' },
  n: { view: 'nodes', q: '' },
  c: { view: 'costs' },
  l: { view: 'clusters' },
};

/** `g` and then a letter leads to a screen. */
export function goKeys(router: Router): Attachment<Window> {
  return (page) => {
    let going = false;
    const press = (event: KeyboardEvent): void => {
      if (!isCommand(event)) return;
      const key = keyOf(event);
      const place = going ? places[key] : undefined;
      going = key === 'g' && !going;
      if (!place) return;
      event.preventDefault();
      event.stopPropagation();
      router.go(place);
    };
    page.addEventListener('keydown', press, { capture: true });
    return () => page.removeEventListener('keydown', press, { capture: true });
  };
}
