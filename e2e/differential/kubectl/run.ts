import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { eachOf } from '../../cluster/apply.ts';
import type { Bed } from '../../cluster/bed.ts';
import { spawnKubectl } from '../../cluster/kubectl.ts';
import { waitFor } from '../../cluster/wait.ts';
import { mergePatched } from '../harness/values.ts';
import { formOf, wordsOf } from './command.ts';
import type { Command, Group } from './command.ts';

/** What one call printed, and how it ended. */
export interface Printed {
  readonly to: string;
  readonly code: number | null;
  readonly out: unknown;
  readonly err: unknown;
}

export interface Cluster {
  readonly bed: Pick<Bed, 'dir' | 'binary'>;
  readonly kubeconfig: string;
}

/** Milliseconds that controllers may take to bring about what a command waits for. */
const patience = 15_000;

interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Says the commands, and gives what they print in their order. */
export async function converse(cluster: Cluster, groups: readonly Group[]): Promise<Printed[]> {
  const kept = new Map<string, unknown>();
  const printed = new Map<Command, readonly Printed[]>();
  for (const { commands, atOnce = false } of groups) {
    await eachOf(commands, async (command) => printed.set(command, await say(cluster, command, kept)), atOnce ? 4 : 1);
  }
  return groups.flatMap(({ commands }) => commands.flatMap((command) => printed.get(command) ?? []));
}

async function say(cluster: Cluster, command: Command, kept: Map<string, unknown>): Promise<Printed[]> {
  if (command.lines !== undefined) return follow(cluster, { ...command, lines: command.lines }, kept);
  const { line, until, keep, see = (output: unknown) => output } = command;
  let exit = await exec(cluster, line, inputOf(command, kept));
  for (const end = Date.now() + patience; until && !until.test(exit.stdout) && Date.now() < end;) {
    await sleep(200);
    exit = await exec(cluster, line);
  }
  const out = readable(exit.stdout, formOf(line));
  if (keep !== undefined) kept.set(keep, out);
  return [{ to: line, code: exit.code, out: see(out), err: readable(exit.stderr, 'text') }];
}

async function exec(cluster: Cluster, line: string, input = ''): Promise<Exit> {
  const { child, printed } = start(cluster, line);
  child.stdin.on('error', () => {}); // it may end before it has read its input
  child.stdin.end(input);
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, ...printed };
}

/** A command that goes on: its lines while others are said. */
async function follow(
  cluster: Cluster,
  { line, lines, during = [], visit = false }: Command & { lines: number },
  kept: Map<string, unknown>,
): Promise<Printed[]> {
  const { child, printed } = start(cluster, line);
  const count = (): number => printed.stdout.split('\n').length - 1;
  try {
    await shown(() => count() > 1 || child.exitCode !== null);
    const others: Printed[] = [];
    for (const command of during) others.push(...(await say(cluster, command, kept)));
    const port = /127\.0\.0\.1:(\d+)/.exec(printed.stdout)?.[1];
    const visited = visit ? [`${(await fetch(`http://127.0.0.1:${port ?? ''}/`)).status}`] : [];
    await shown(() => count() >= lines);
    return [
      ...others,
      { to: line, code: child.exitCode, out: [readable(printed.stdout, 'text'), ...visited], err: printed.stderr },
    ];
  } finally {
    child.kill('SIGKILL');
  }
}

/** What never comes is missing in what is compared. */
async function shown(probe: () => boolean): Promise<void> {
  await waitFor('the lines', probe, { timeout: 5_000 }).catch(() => {});
}

function start({ bed, kubeconfig }: Cluster, line: string) {
  const child = spawnKubectl(bed, wordsOf(line), { kubeconfig });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  return { child, printed };
}

function inputOf({ input, edit }: Command, kept: ReadonlyMap<string, unknown>): string | undefined {
  const value = edit ? mergePatched(kept.get(edit[0]), edit[1]) : input;
  if (value === undefined || typeof value === 'string') return value;
  return (Array.isArray(value) ? value : [value]).map((document) => JSON.stringify(document)).join('\n---\n');
}

const localPort = /(?<=(127\.0\.0\.1|\[::1\]|connection for) ?:?)\d{4,5}(?= ->|$)/;

/** Structured output by value; text in lines, their columns without padding and the ages in them without their number. */
function readable(text: string, form: 'json' | 'yaml' | 'text'): unknown {
  try {
    if (form === 'json') return JSON.parse(text);
    if (form === 'yaml') return parse(text) as unknown;
  } catch {
    // It is an error's text then.
  }
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .trimEnd()
        .split(/\s{2,}|\t/)
        .map((cell) => cell.replace(/^(\d+[smhd])+( ago)?$/, '‹age›').replace(localPort, '‹local port›'))
        .join('  '),
    );
}
