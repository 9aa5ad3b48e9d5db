import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Bundles the command line into `folder` as the app's own core is bundled: stripping types costs 50 MB at each start. */
export async function buildCommand(folder: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    // Only `portolan serve` has use for it, and it is larger than all the rest.
    ssr: { noExternal: true, external: ['vite'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(folder, 'portolan'),
      emptyOutDir: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: { portolan: join(root, 'electron/cli/main.ts') },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return join(folder, 'portolan', 'portolan.mjs');
}
