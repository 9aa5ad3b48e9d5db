import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { buildRenderer, RENDERER } from '../build.ts';
import { npmManifest } from './npm-manifest.ts';

/** `npm run package:npm`: the folder of the npm package, `dist/npm`, ready for `npm pack` or `npm publish`. */
const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, 'dist', 'npm');

await buildRenderer();
await rm(FOLDER, { recursive: true, force: true });
await build({
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  // In the package the page lies beside the command line, and what builds it is not there.
  ssr: { noExternal: true, external: ['node-pty'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: FOLDER,
    copyPublicDir: false,
    license: { fileName: 'THIRD-PARTY.md' },
    rolldownOptions: {
      external: /\/build\.ts$/,
      input: { portolan: join(ROOT, 'electron', 'cli', 'main.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
await cp(RENDERER, join(FOLDER, 'renderer'), { recursive: true, filter: (path) => !path.endsWith('.stamp') });
for (const file of ['README.md', 'LICENSE']) await cp(join(ROOT, file), join(FOLDER, file));
const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Parameters<typeof npmManifest>[0];
await writeFile(join(FOLDER, 'package.json'), `${JSON.stringify(npmManifest(manifest), undefined, 2)}\n`);
