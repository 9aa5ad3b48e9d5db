import { ageText } from '../../shared/age.ts';
import type { Link } from '../../shared/model/context.ts';
import { m } from '../../shared/paraglide/messages.js';
import type { Glyph } from '../ui/glyph.ts';

/** A context's state in a word. */
export function linkWord(link: Link, now: number): string {
  switch (link.state) {
    case 'off':
      return m.app_link_off();
    case 'connecting':
      return m.app_link_connecting();
    case 'live':
      return m.app_link_live();
    case 'stale':
      return m.app_link_stale({ age: ageText(now - link.since) });
    case 'denied':
      return m.app_link_denied();
    case 'unreachable':
      return m.app_link_unreachable();
  }
}

const glyphs: Readonly<Record<Link['state'], Glyph>> = {
  off: 'off',
  connecting: 'unknown',
  live: 'ready',
  stale: 'warn',
  denied: 'bad',
  unreachable: 'bad',
};

export function linkGlyph({ state }: Link): Glyph {
  return glyphs[state];
}
