import { setTimeout as sleep } from 'node:timers/promises';
import { startPortolan, type Running } from '../../core/portolan.ts';
import { number, quantile } from '../figure.ts';
import { breakOff, download, firstByte, lateAnswer, stalledReader, upload } from './clients.ts';
import { forwardArgs, memory, type Track } from './forwarder.ts';

/** After this the clients' ends have all been passed on, and each Pod has one session again, in ms. */
const QUIET = 75_000;
/** The first part of the load, in which memory finds its size: so long, in ms, and so many connections. */
const WARM_UP = { ms: 120_000, connections: 3000 };
const CLIENTS = 10;
/** The process's memory is looked at each so many ms while it is under load. */
const LOOK = 2000;

/** What the process holds, by what Node calls it, and its memory in use in bytes. */
type Held = Readonly<Record<string, number>>;

/** So many minutes of clients of all kinds, and what is left of them afterwards; as a part of RESULTS.md. */
export async function soak(track: Track, minutes: number, onProgress: (line: string) => void): Promise<string> {
  const run = startPortolan(
    forwardArgs(track.kubeconfig),
    { NODE_OPTIONS: `--expose-gc --import=${new URL('resources.ts', import.meta.url).href}` },
    [process.execPath, track.portolan],
  );
  try {
    const [, port = ''] = await run.printed(/localhost:(\d+)/);
    await load(Number(port), WARM_UP.ms, WARM_UP.connections);
    await sleep(QUIET);
    const before = await held(run);
    onProgress(`soak: ${minutes} min …`);
    const watched = watchMemory(run);
    const loaded = await load(Number(port), minutes * 60_000, 0);
    const rss = watched.stop();
    await sleep(QUIET);
    const after = await held(run);
    return report({ ...loaded, minutes, rss, before, after });
  } finally {
    run.signal('SIGKILL');
    await run.ended;
  }
}

/** The process's memory in MB, look by look until `stop`. */
function watchMemory(run: Running): { readonly stop: () => readonly number[] } {
  const looks: number[] = [];
  const look = (): Promise<unknown> => memory(run).then(({ now }) => looks.push(now));
  const timer = setInterval(() => {
    look().catch(() => undefined); // it has ended, as its connections will say
  }, LOOK);
  return {
    stop: () => {
      clearInterval(timer);
      return looks;
    },
  };
}

interface Loaded {
  readonly connections: number;
  /** Of each that failed: what it was, and why. */
  readonly failures: readonly string[];
}

/** Ten clients, each doing one thing after the other, for so many ms, and until there were so many connections. */
async function load(port: number, ms: number, least: number): Promise<Loaded> {
  const end = Date.now() + ms;
  const kinds: readonly (readonly [name: string, act: () => Promise<unknown>])[] = [
    ['first byte', () => firstByte(port)],
    ['first byte', () => firstByte(port)],
    ['download', () => download(port, 2_000_000)],
    ['upload', () => upload(port, 2_000_000)],
    ['reset', () => breakOff(port)],
    ['late answer', () => wholeLateAnswer(port)],
    // One that stalls for a while, and then goes away in the middle of it.
    ['stalled reader', () => stall(port)],
  ];
  let connections = 0;
  const failures: string[] = [];
  const client = async (first: number): Promise<void> => {
    for (let n = first; Date.now() < end || connections < least; n++) {
      connections += 1;
      const [name = '', act] = kinds[n % kinds.length] ?? [];
      await act?.().catch((error: unknown) =>
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`),
      );
      await sleep(10);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  return { connections, failures };
}

async function wholeLateAnswer(port: number): Promise<void> {
  const { part, broke = 'and an end' } = await lateAnswer(port, 400);
  if (part !== 1) throw new Error(`${part * 100} % of it, ${broke}`);
}

async function stall(port: number): Promise<void> {
  const socket = stalledReader(port);
  await sleep(200);
  socket.resetAndDestroy();
}

async function held(run: Running): Promise<Held> {
  const said = run.stderr().length;
  run.signal('SIGUSR2');
  for (;;) {
    const [, json] = /^held (.*)$/m.exec(run.stderr().slice(said)) ?? [];
    if (json !== undefined) return JSON.parse(json) as Held; // from resources.ts
    await sleep(20);
  }
}

interface Soaked extends Loaded {
  readonly minutes: number;
  /** In MB, over these minutes. */
  readonly rss: readonly number[];
  readonly before: Held;
  readonly after: Held;
}

function report({ minutes, connections, failures, rss, before, after }: Soaked): string {
  const inUse = ({ heap = 0 }: Held): number => heap / 2 ** 20;
  // What malloc keeps of what was freed comes and goes by a tenth, so it takes many looks to see a trend.
  const fifth = Math.ceil(rss.length / 5);
  const [first, last] = [quantile(rss.slice(0, fifth), 0.5), quantile(rss.slice(-fifth), 0.5)];
  const growth = (last / first - 1) * 100;
  const count = (held: Held, ...names: string[]): number => names.reduce((sum, name) => sum + (held[name] ?? 0), 0);
  const sockets = (held: Held): number => count(held, 'TCPSocketWrap', 'TLSWrap');
  const row = (...texts: string[]): string => `| ${texts.join(' | ')} |`;
  return [
    `${minutes} min of short and long connections, resets, stalled readers and ended sides, ${CLIENTS} at a time:`,
    '',
    row('', 'goal', 'Portolan'),
    row('---', '---', '---'),
    row('connections', '', String(connections)),
    row('failed', '0', [failures.length, ...new Set(failures)].join('; ')),
    row(
      'memory, median of the first and of the last fifth',
      '< 5 % more',
      `${number(first)} and ${number(last)} MB (${growth.toFixed(1)} %)`,
    ),
    row('in use of it after a collection', 'no more', `${number(inUse(before))} and ${number(inUse(after))} MB`),
    row('sockets, before and after', 'no more', `${sockets(before)} and ${sockets(after)}`),
    row('timers, before and after', 'no more', `${count(before, 'Timeout')} and ${count(after, 'Timeout')}`),
    '',
  ].join('\n');
}
