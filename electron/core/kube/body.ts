import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../clock.ts';

export interface Patience {
  readonly clock: Clock;
  /** The longest pause between two chunks, in ms. */
  readonly timeout: number;
}

/** The body stood still for too long. */
export class StalledBody extends Error {
  override readonly name = 'StalledBody';
}

/** Reads a body whole, however long that takes as long as something comes. */
export async function readText(response: IncomingMessage, patience: Patience): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of unlessStalled(response, patience)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a body says about itself is at its beginning: reads so much and lets go of the rest, also of a broken one. */
export async function readStart(response: IncomingMessage, patience: Patience, limit = 64 * 1024): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unlessStalled(response, patience)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* unlessStalled(response: IncomingMessage, { clock, timeout }: Patience): AsyncGenerator<Buffer> {
  const done = new AbortController();
  let heard = clock.now();
  const watch = async (): Promise<void> => {
    for (let rest = timeout; rest > 0; rest = heard + timeout - clock.now()) await clock.sleep(rest, done.signal);
    response.destroy(new StalledBody());
  };
  watch().catch(() => undefined); // its sleep ends with `done`
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      heard = clock.now();
      yield chunk;
    }
  } finally {
    done.abort();
  }
}

/** A body that ended in the middle of a line. */
export class CutLine extends Error {
  override readonly name = 'CutLine';
}

/** Yields a body's lines as they come, without their ends and without blank ones. */
export async function* readLines(response: AsyncIterable<Buffer>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  for await (const chunk of response) {
    onBytes();
    const [first = '', ...more] = decoder.write(chunk).split('\n');
    pieces.push(first);
    for (const piece of more) {
      const line = pieces.join('');
      pieces = [piece];
      if (line.trim() !== '') yield line;
    }
  }
  if (pieces.join('').trim() !== '') throw new CutLine();
}
