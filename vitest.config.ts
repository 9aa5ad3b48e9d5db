import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 20_000,
          include: [
            'shared/**/*.test.ts',
            'electron/**/*.test.ts',
            'e2e/{tools,bench,differential/harness}/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts'],
          environment: './renderer/testing/page-environment.ts',
          // Else Node would load what Svelte has for servers.
          server: { deps: { inline: ['svelte'] } },
        },
      },
      {
        test: {
          name: 'packages',
          include: ['e2e/packages/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['e2e/cluster/**/*.test.ts', 'e2e/core/**/*.test.ts', 'e2e/differential/*.test.ts'],
          globalSetup: 'e2e/cluster/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
