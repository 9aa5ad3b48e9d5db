import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  build: {
    target: 'chrome114',
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // The page's CSP lets nothing in but its own files: no data: URLs.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: Infinity, // it is read from a disk, not over a network
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
  },
});
