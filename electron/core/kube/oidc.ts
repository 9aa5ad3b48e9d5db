import { readMaterial } from './tls.ts';
import type { ContextEntry } from './context-entry.ts';
export function oidcToken(_entry: ContextEntry): () => Promise<string> {
  return async () => (await readMaterial({}, '')) ?? '';
}
