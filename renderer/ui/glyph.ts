/** Every state has a shape of its own: colour alone would not be enough. `StateGlyph` draws them. */
export type Glyph =
  'ready' | 'not-ready' | 'draining' | 'terminating' | 'unknown' | 'warn' | 'bad' | 'none' | 'off' | 'info';
