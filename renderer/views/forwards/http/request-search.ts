import type { RequestEntry } from '../../../../shared/model/http.ts';
import type { Glyph } from '../../../ui/glyph.ts';

/** The requests that have every word of `text` in their method, path, status or Pod; the newest first. */
export function searchRequests(entries: readonly RequestEntry[], text: string): readonly RequestEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => textOf(entry).includes(word))).toReversed();
}

function textOf({ method, path, status, pod = '' }: RequestEntry): string {
  return `${method} ${path} ${status ?? ''} ${pod}`.toLowerCase();
}

/** How a request went, as a shape: an answer, the client's mistake, the app's, or none. */
export function requestGlyph({ status = 0, failure, running = false }: RequestEntry): Glyph {
  if (running) return 'unknown';
  if (failure || status === 0 || status >= 500) return 'bad';
  return status >= 400 ? 'warn' : 'ready';
}
