import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { needChromium, needCluster, needDisplay, needElectron, type Need } from './needs.ts';
import { ROOT, run, withDisplay } from './run.ts';
import {
  line,
  ONE_FAILED,
  ONE_PASSED,
  ONE_SKIPPED,
  strict,
  sum,
  tallyOfPlaywright,
  tallyOfVitest,
  type Tally,
} from './tally.ts';

/**
 * `npm test`: everything, in one command that brings what it needs. What can't be had is skipped, with a line that
 * says why; under `CI=true` a skip is a failure. The last line counts.
 */
const RESULTS = join(ROOT, 'e2e', 'results');
const WHOLE_RUN = 38 * 60_000;
const CI = process.env['CI'] === 'true';

const deadline = Date.now() + WHOLE_RUN;
const timeLeft = (): number => Math.max(1000, deadline - Date.now());

function say(text: string): void {
  process.stdout.write(`\n── ${text}\n`);
}

/** A command that passes or fails as a whole. */
async function check(name: string, command: readonly string[]): Promise<Tally> {
  say(name);
  const ok = await run(command, { timeout: timeLeft(), quiet: true });
  process.stdout.write(ok ? 'ok\n' : `${name} failed\n`);
  return ok ? ONE_PASSED : ONE_FAILED;
}

interface Counted {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly count: (json: string) => Tally;
  /** The report that the command writes. */
  readonly report: string;
}

/** A command that says itself how its tests went. One that fails without saying so is one failure. */
async function tests({ name, command, env, count, report }: Counted): Promise<Tally> {
  say(name);
  await rm(report, { force: true });
  const ok = await run(command, { timeout: timeLeft(), ...(env && { env }) });
  const tally = await readFile(report, 'utf8').then(count, () => ONE_FAILED);
  return ok || tally.failed > 0 ? tally : sum([tally, ONE_FAILED]);
}

function vitest(projects: readonly string[], wrap = (command: readonly string[]) => command): Promise<Tally> {
  const report = join(RESULTS, `vitest-${projects.join('-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return tests({
    name: `vitest: ${projects.join(', ')}`,
    command: wrap(['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), ...reporters]),
    count: tallyOfVitest,
    report,
  });
}

function playwright(projects: readonly string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const report = join(RESULTS, 'playwright.json');
  const command = ['playwright', 'test', ...projects.flatMap((project) => ['--project', project])];
  return tests({
    name: `playwright: ${projects.join(', ')}`,
    command: projects.includes('electron') ? withDisplay(command) : command,
    env: { ...env, PORTOLAN_RESULTS: report },
    count: tallyOfPlaywright,
    report,
  });
}

function skip(what: string, why: string): Tally {
  process.stdout.write(`skipped: ${what} (${why})\n`);
  return ONE_SKIPPED;
}

/** The specs through every door that can be opened here. */
async function specs(): Promise<Tally> {
  say('what the specs need');
  const browser = await needChromium();
  const desktop = await both(needElectron, needDisplay);
  const skipped = [
    ...(browser.have ? [] : [skip('the specs in Chromium', browser.why)]),
    ...(desktop.have ? [] : [skip('the specs in Electron', desktop.why)]),
  ];
  const projects = [...(browser.have ? ['chromium'] : []), ...(desktop.have ? ['electron'] : [])];
  const ran = projects.length > 0 ? [await playwright(projects, browser.have ? (browser.env ?? {}) : {})] : [];
  return sum([...skipped, ...ran]);
}

async function both(first: () => Promise<Need>, second: () => Promise<Need>): Promise<Need> {
  const need = await first();
  return need.have ? second() : need;
}

async function cluster(): Promise<Tally> {
  say('the test cluster');
  const built = await needCluster();
  return built.have ? vitest(['cluster']) : skip('the tests on a real cluster', built.why);
}

/** What people install: the npm package, and the desktop's where its like can be made and started. */
async function packages(): Promise<Tally> {
  say('what the packages need');
  const desktop: Need =
    process.platform === 'linux'
      ? await both(needElectron, needDisplay)
      : { have: false, why: "Linux's is the one that is tried out" };
  if (desktop.have) return vitest(['packages'], withDisplay);
  const skipped = skip("the desktop's package", desktop.why);
  return sum([skipped, await vitest(['packages'], (command) => [...command, '--exclude', '**/desktop.test.ts'])]);
}

await mkdir(RESULTS, { recursive: true });
const parts = [
  await check('format', ['prettier', '--check', '.']),
  await check('lint', ['npm', 'run', '--silent', 'lint']),
  await check('types', ['npm', 'run', '--silent', 'types']),
  await check('house rules', ['npm', 'run', '--silent', 'house']),
  await check('unused code', ['npm', 'run', '--silent', 'unused']),
  await vitest(['unit', 'renderer']),
  await cluster(),
  await check('builds', ['npm', 'run', '--silent', 'build']),
  await packages(),
  await specs(),
];
const total = sum(parts);
if (CI && total.skipped > 0) process.stdout.write(`\nUnder CI=true the ${total.skipped} skipped count as failed.\n`);
const counted = CI ? strict(total) : total;
process.exitCode = counted.failed > 0 ? 1 : 0;
process.stdout.write(`\n${line(counted)}\n`);
