import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentGates } from './gates/content.ts';
import { takeAway, type Gate } from './gates/gate.ts';
import { serveGates } from './gates/serve.ts';
import { ranInPlaywright, ranInVitest, verdict, type Verdict } from './gates/verdict.ts';
import { windowGates } from './gates/window.ts';
import { needChromium } from './needs.ts';
import { ROOT, run, withDisplay } from './run.ts';

/**
 * `node e2e/tools/gates.ts [WORDS]`: takes each gate of SECURITY.md away, one after the other, and runs the test that
 * stands for it: it must fail, by an assertion of its own. Words choose the gates whose name or file holds them. Not a
 * part of `npm test`, which runs each of those tests with the gates in place.
 */
const REPORT = join(ROOT, 'e2e', 'results', 'gates.json');
const LIMIT = 5 * 60_000;

let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (isStopped = true));

const words = process.argv.slice(2).join(' ').toLowerCase();
const chosen = [...serveGates, ...windowGates, ...contentGates].filter(({ name, file, test }) =>
  `${name} ${file} ${test}`.toLowerCase().includes(words),
);
const browser = await needChromium();
const browserEnv = browser.have ? browser.env : {};

interface Answer {
  readonly verdict: Verdict;
  /** The errors of its tests, or what it printed where no test ran. */
  readonly said: string;
}

type Question = readonly Pick<Gate, 'test' | 'title'>[];
type Door = 'vitest' | 'chromium' | 'electron';

function doorOf(test: string): Door {
  if (!test.endsWith('.spec.ts')) return 'vitest';
  return test.endsWith('.desktop.spec.ts') ? 'electron' : 'chromium';
}

/** What the tests of one door with these titles say. */
async function ask(question: Question, door: Door): Promise<Answer> {
  const tests = [...new Set(question.map(({ test }) => test))];
  const titles = question.map(({ title }) => `(?:${title})`).join('|');
  const isVitest = door === 'vitest';
  const command = isVitest
    ? ['vitest', 'run', ...tests, '--testNamePattern', titles, '--reporter=json', `--outputFile=${REPORT}`]
    : withDisplay(['playwright', 'test', ...tests, '--project', door, '--grep', titles]);
  const env = isVitest ? {} : { ...browserEnv, PORTOLAN_RESULTS: REPORT, PORTOLAN_BED_MISSING: 'no gate needs one' };
  await rm(REPORT, { force: true });
  let said = '';
  await run(command, { timeout: LIMIT, quiet: true, env, onFailure: (text) => (said = text) });
  const json = await readFile(REPORT, 'utf8').catch(() => undefined);
  if (json === undefined) return { verdict: 'no proof', said };
  const ran = isVitest ? ranInVitest(json) : ranInPlaywright(json);
  return { verdict: verdict(ran), said: ran.flatMap(({ errors }) => errors).join('\n') || said };
}

/** The same with the gate taken away; it is put back whatever happens. */
async function askWithout(gate: Gate): Promise<Answer> {
  const path = join(ROOT, gate.file);
  const text = readFileSync(path, 'utf8');
  const gone = takeAway(text, gate);
  try {
    writeFileSync(path, gone);
    return await ask([gate], doorOf(gate.test));
  } finally {
    writeFileSync(path, text);
  }
}

/** With the gates in place all must pass, or a failure without one says nothing. */
async function askAll(): Promise<readonly string[]> {
  const changed = execFileSync('git', ['status', '--porcelain', '--', ...new Set(chosen.map(({ file }) => file))], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (changed !== '') return [`not committed, so they could not be put back:\n${changed}`];
  const complaints: string[] = [];
  for (const door of ['vitest', 'chromium', 'electron'] as const) {
    const question = chosen.filter(({ test }) => doorOf(test) === door);
    if (question.length === 0) continue;
    const answer = await ask(question, door);
    if (answer.verdict !== 'green') complaints.push(`${door}, with all gates: ${answer.verdict}\n${answer.said}`);
  }
  return complaints;
}

async function takeEachAway(): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const [index, gate] of chosen.entries()) {
    const answer = await askWithout(gate);
    if (isStopped) return [...complaints, 'stopped'];
    const place = `${String(index + 1)}/${String(chosen.length)}`;
    process.stdout.write(`${place.padEnd(8)}${answer.verdict.padEnd(10)}${gate.name}\n`);
    if (answer.verdict === 'red') continue;
    process.stdout.write(`${answer.said.slice(0, 2000)}\n`);
    complaints.push(`${gate.name}: ${answer.verdict} (${gate.test}: ${gate.title})`);
  }
  return complaints;
}

await mkdir(join(ROOT, 'e2e', 'results'), { recursive: true });
const unfit = await askAll();
const complaints = unfit.length > 0 ? unfit : await takeEachAway();
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.stdout.write(
  `${String(chosen.length)} gates: ${complaints.length === 0 ? 'each is missed when gone' : 'see above'}\n`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;
