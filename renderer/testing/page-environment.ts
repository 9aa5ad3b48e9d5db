import type { Environment } from 'vitest/runtime';

/** Node, but with modules made as for the page: runes are alive, and Svelte's own code is the browser's. */
export default {
  name: 'page',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
