import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What the bench does through a forward's local port; see `backend-process.ts` for what the app answers. */

/** In ms; who has not answered by then never will. */
const PATIENCE = 20_000;
const PIECE = Buffer.alloc(256 * 1024, 'portolan');

function open(port: number, wish: string, patience = PATIENCE): Socket {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
  socket.setTimeout(patience, () => socket.destroy(new Error('no answer')));
  socket.write(`${wish}\n`);
  return socket;
}

/** From connecting to the first byte of the answer, in ms. */
export async function firstByte(port: number, patience?: number): Promise<number> {
  const from = performance.now();
  const socket = open(port, 'echo', patience);
  socket.write('x');
  try {
    if (!(await Promise.race([once(socket, 'data'), once(socket, 'end').then(() => undefined)])))
      throw new Error('ended without an answer');
    return performance.now() - from;
  } finally {
    socket.destroy();
  }
}

/** Takes so many bytes from the app; how long that took, in ms. */
export async function download(port: number, bytes: number): Promise<number> {
  const from = performance.now();
  const socket = open(port, `down ${bytes}`);
  let left = bytes;
  socket.on('data', (chunk: Buffer) => (left -= chunk.length));
  await once(socket, 'end');
  socket.destroy();
  if (left !== 0) throw new Error(`${left} bytes are missing`);
  return performance.now() - from;
}

/** Gives the app so many bytes, until it says that it has them; how long that took, in ms. */
export async function upload(port: number, bytes: number): Promise<number> {
  const from = performance.now();
  const socket = open(port, `up ${bytes}`);
  const answer = once(socket, 'data');
  const pump = async (): Promise<void> => {
    for (let left = bytes; left > 0; left -= PIECE.length)
      if (!socket.write(PIECE.subarray(0, Math.min(left, PIECE.length)))) await once(socket, 'drain');
  };
  await Promise.all([answer, pump()]);
  socket.destroy();
  return performance.now() - from;
}

/** A client that has asked for a lot and reads none of it. */
export function stalledReader(port: number): Socket {
  const socket = open(port, `down ${2 ** 30}`);
  socket.setTimeout(0);
  socket.on('error', () => undefined);
  return socket;
}

/** A connection that was answered once and then stays as it is. */
export async function idle(port: number): Promise<Socket> {
  const socket = open(port, 'echo');
  socket.write('x');
  await once(socket, 'data');
  socket.setTimeout(0);
  socket.on('error', () => undefined);
  return socket;
}

/** Whether an idle connection still gives an echo within two seconds; it is over then. */
export async function answers(socket: Socket): Promise<boolean> {
  socket.write('y');
  const late = AbortSignal.timeout(2000);
  const answered = await once(socket, 'data', { signal: late }).then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
}

export interface LateAnswer {
  /** How much of it came, from 0 to 1. */
  readonly part: number;
  /** How the connection broke, if it did. */
  readonly broke: string | undefined;
}

/** An answer that takes so many ms, to a client that has ended its side. */
export async function lateAnswer(port: number, ms: number): Promise<LateAnswer> {
  const socket = open(port, `late ${ms}`);
  let received = 0;
  let broke: string | undefined;
  socket.on('data', (chunk: Buffer) => (received += chunk.length));
  socket.on('error', ({ message }) => (broke = message));
  socket.end();
  await new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
  socket.destroy();
  return { part: received / 4, broke };
}

/** A connection that the app resets as soon as it is asked. */
export async function breakOff(port: number): Promise<void> {
  const socket = open(port, 'reset');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve).once('end', resolve));
  socket.destroy();
}

export async function oneByOne<T>(count: number, act: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let n = 0; n < count; n++) all.push(await act());
  return all;
}
