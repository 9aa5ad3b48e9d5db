import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, runnerOf, runners, type Answer } from './gates/ask.ts';
import { contentGates } from './gates/content.ts';
import { takeAway, type Gate } from './gates/gate.ts';
import { serveGates } from './gates/serve.ts';
import { windowGates } from './gates/window.ts';
import { ROOT } from './run.ts';

/**
 * `node e2e/tools/gates.ts [WORDS]`: takes each gate of SECURITY.md away, one after the other, and runs the test that
 * stands for it: it must fail, by an assertion of its own. Words choose the gates whose name or file holds them. Not a
 * part of `npm test`, which runs each of those tests with the gates in place.
 */
const words = process.argv.slice(2).join(' ').toLowerCase();
const chosen = [...serveGates, ...windowGates, ...contentGates].filter(({ name, file, test }) =>
  `${name} ${file} ${test}`.toLowerCase().includes(words),
);

// The run that goes on is ended by `run` itself; then the gate is put back and nothing more is begun.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/** With all gates in place every test must pass, or its failure without one says nothing. */
async function askAll(): Promise<readonly string[]> {
  const files = new Set(chosen.map(({ file }) => file));
  const status = ['status', '--porcelain', '--', ...files];
  const changed = execFileSync('git', status, { cwd: ROOT, encoding: 'utf8' });
  if (changed !== '') return [`not committed, so they could not be put back:\n${changed}`];
  const complaints: string[] = [];
  for (const runner of runners) {
    const gates = chosen.filter((gate) => runnerOf(gate) === runner);
    if (gates.length === 0 || stop.signal.aborted) continue;
    const { verdict, said } = await ask(gates, runner);
    if (verdict !== 'green') complaints.push(`${runner}, with all gates in place: ${verdict}\n${said}`);
  }
  return complaints;
}

async function takeEachAway(): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const [index, gate] of chosen.entries()) {
    if (stop.signal.aborted) break;
    const { verdict, said } = await askWithout(gate);
    const place = `${String(index + 1)}/${String(chosen.length)}`;
    process.stdout.write(`${place.padEnd(8)}${verdict.padEnd(10)}${gate.name}\n`);
    if (verdict !== 'red') complaints.push(`${gate.name}: ${verdict} (${gate.test})\n${said.slice(0, 2000)}`);
  }
  return complaints;
}

/** Puts the gate back whatever happens. */
async function askWithout(gate: Gate): Promise<Answer> {
  const path = join(ROOT, gate.file);
  const text = readFileSync(path, 'utf8');
  const gone = takeAway(text, gate);
  try {
    writeFileSync(path, gone);
    return await ask([gate], runnerOf(gate));
  } finally {
    writeFileSync(path, text);
  }
}

const unfit = await askAll();
const complaints = stop.signal.aborted || unfit.length > 0 ? unfit : await takeEachAway();
for (const complaint of complaints) process.stdout.write(`\n${complaint}\n`);
const isWell = !stop.signal.aborted && complaints.length === 0;
process.stdout.write(`\n${String(chosen.length)} gates: ${isWell ? 'each is missed when gone' : 'see above'}\n`);
process.exitCode = isWell ? 0 : 1;
