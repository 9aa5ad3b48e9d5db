import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { needChromium } from '../needs.ts';
import { ROOT, run, withDisplay } from '../run.ts';
import type { Gate } from './gate.ts';
import { ranInPlaywright, ranInVitest, verdict, type Verdict } from './verdict.ts';

/** What runs a test: Vitest, or Playwright with one of its projects. */
export type Runner = 'vitest' | 'chromium' | 'electron';
export const runners: readonly Runner[] = ['vitest', 'chromium', 'electron'];

export interface Answer {
  readonly verdict: Verdict;
  /** The errors of the tests, or what was printed where none ran. */
  readonly said: string;
}

const REPORT = join(ROOT, 'e2e', 'results', 'gates.json');
const LIMIT = 10 * 60_000;

export function runnerOf({ test }: Pick<Gate, 'test'>): Runner {
  if (!test.endsWith('.spec.ts')) return 'vitest';
  return test.endsWith('.desktop.spec.ts') ? 'electron' : 'chromium';
}

/** Runs the tests that stand for these gates, all of one runner, and tells how they went. */
export async function ask(gates: readonly Pick<Gate, 'test' | 'title'>[], runner: Runner): Promise<Answer> {
  const tests = [...new Set(gates.map(({ test }) => test))];
  const titles = gates.map(({ title }) => `(?:${title})`).join('|');
  const isVitest = runner === 'vitest';
  const command = isVitest
    ? ['vitest', 'run', ...tests, '--testNamePattern', titles, '--reporter=json', `--outputFile=${REPORT}`]
    : withDisplay(['playwright', 'test', ...tests, '--project', runner, '--grep', titles]);
  await rm(REPORT, { force: true });
  let printed = '';
  const env = isVitest ? {} : await playwrightEnv();
  await run(command, { timeout: LIMIT, quiet: true, env, onFailure: (text) => (printed = text) });
  const json = await readFile(REPORT, 'utf8').catch(() => undefined);
  if (json === undefined) return { verdict: 'no proof', said: printed };
  const ran = isVitest ? ranInVitest(json) : ranInPlaywright(json);
  return { verdict: verdict(ran), said: ran.flatMap(({ errors }) => errors).join('\n') || printed };
}

let browser: ReturnType<typeof needChromium> | undefined;

async function playwrightEnv(): Promise<NodeJS.ProcessEnv> {
  browser ??= needChromium();
  const found = await browser;
  return {
    ...(found.have ? found.env : {}),
    PORTOLAN_RESULTS: REPORT,
    PORTOLAN_BED_MISSING: 'no gate needs one',
  };
}
