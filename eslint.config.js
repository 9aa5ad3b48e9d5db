import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const NODE = { regex: '^node:', message: 'This layer has no Node.' };
const ELECTRON = { regex: '^electron($|/)', message: 'Only electron/main and electron/preload may import Electron.' };

/** Forbids what the strata of CONTRIBUTING.md do not allow `files` to import. */
function layer(files, { folders, patterns = [], ignores = [] }) {
  const forbidden = {
    regex: `^\\.\\.?/(.*/)?(${folders.join('|')})/`,
    message: 'The strata do not allow this import.',
  };
  return { files, ignores, rules: { 'no-restricted-imports': ['error', { patterns: [forbidden, ...patterns] }] } };
}

/** What lies above the core. */
const ABOVE_CORE = ['renderer', 'main', 'preload', 'attach', 'serve', 'cli', 'e2e'];

const strata = [
  layer(['shared/**'], { folders: ['electron', 'renderer', 'e2e'], patterns: [NODE, ELECTRON] }),
  layer(['renderer/**'], {
    folders: ['electron', 'core', 'e2e'],
    patterns: [NODE, ELECTRON],
    // Its tests and its build run in Node.
    ignores: ['**/*.test.ts', '**/vite.config.ts'],
  }),
  layer(['electron/core/**'], { folders: ABOVE_CORE, patterns: [ELECTRON] }),
  // What is done to real clusters doesn't lean on the simulated one; the API server's rules serve both.
  layer(['electron/core/{api-rules,diagnosis,exposure,objects}/**'], {
    folders: [...ABOVE_CORE, 'demo'],
    patterns: [ELECTRON],
    ignores: ['**/*.test.ts'],
  }),
  layer(['electron/{serve,cli}/**'], {
    folders: ['renderer', 'main', 'preload', 'attach', 'e2e'],
    patterns: [ELECTRON],
  }),
  layer(['electron/main/**'], { folders: ['renderer', 'core', 'preload', 'attach', 'serve', 'cli', 'e2e'] }),
  layer(['electron/attach/**'], {
    folders: ['renderer', 'core', 'preload', 'main', 'serve', 'cli', 'e2e'],
    patterns: [ELECTRON],
  }),
  layer(['electron/preload/**'], {
    folders: ['renderer', 'core', 'main', 'attach', 'serve', 'cli', 'e2e'],
    patterns: [NODE],
  }),
];

const NO_NULL = { selector: 'TSNullKeyword', message: 'Say undefined; null only where an outside API has it.' };
const NO_DEFAULT = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

export default defineConfig(
  { ignores: ['dist/', 'shared/paraglide/', 'e2e/results/', 'node_modules/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'max-params': ['error', 3],
      'no-restricted-syntax': ['error', NO_NULL, NO_DEFAULT],
      'object-shorthand': 'error',
      'prefer-template': 'error',
      // Playwright and Vitest read a fixture's needs off its first parameter's pattern.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // `returns<void>()` is a type argument too, which the rule does not see.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Overflows the stack on oRPC's recursive router types.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    rules: {
      // Maps and Sets are made whole and read; what changes is replaced, and signalled by a rune or a subscriber.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  ...strata,
  {
    // The core runs in Electron's Node too, which may be an 18.
    files: ['electron/{core,serve,attach,preload}/**/*.ts', 'shared/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['toSorted', 'toReversed', 'toSpliced'].map((property) => ({ property, message: 'Node 18 has none.' })),
      ],
    },
  },
  {
    // Kubernetes' own JSON, and the JSON that scripts read, have null.
    files: ['electron/core/{kube,diagnosis}/objects.ts', 'electron/cli/{output,plan-output}.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT] },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: {
      // Tests read Kubernetes' own JSON; a double may be async without awaiting, or do nothing.
      'no-restricted-syntax': ['error', NO_DEFAULT],
      '@typescript-eslint/require-await': 'off',
      // A row of a table has as many columns as it needs.
      'max-params': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-console': 'off',
    },
  },
  {
    // The tools that read these want a default export.
    files: ['*.config.{js,ts}', '**/vite.config.ts', 'e2e/**/global-*.ts', 'renderer/testing/page-environment.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_NULL] },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
);
