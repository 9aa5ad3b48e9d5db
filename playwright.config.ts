import { defineConfig } from '@playwright/test';
import type { DoorOptions } from './e2e/hosts.ts';

const root = process.platform === 'linux' && process.getuid?.() === 0;
const { PORTOLAN_CHROMIUM: executablePath, PORTOLAN_RESULTS: outputFile = 'e2e/results/playwright.json' } = process.env;

/** The same specs through both doors; `x.browser.spec.ts` and `x.desktop.spec.ts` are about one of them. */
export default defineConfig<DoorOptions>({
  testDir: 'e2e/specs',
  outputDir: 'e2e/results/artifacts',
  globalSetup: './e2e/global-setup.ts',
  // One cluster on a few cores: specs in parallel would only measure each other.
  workers: 1,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile }]],
  use: {
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // Chromium refuses its sandbox to root, which is what containers run tests as.
    launchOptions: { args: root ? ['--no-sandbox'] : [], ...(executablePath && { executablePath }) },
  },
  projects: [
    { name: 'chromium', testIgnore: '**/*.desktop.spec.ts', use: { door: 'browser' } },
    { name: 'electron', testIgnore: '**/*.browser.spec.ts', use: { door: 'desktop' } },
  ],
});
