import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the page's build: beside the packed command line, or else built now from the sources around it. */
export async function pageFolder(): Promise<string> {
  const packed = join(import.meta.dirname, 'renderer');
  if (existsSync(packed)) return packed;
  const { buildRenderer, RENDERER } = await import('../build.ts');
  await buildRenderer();
  return RENDERER;
}
