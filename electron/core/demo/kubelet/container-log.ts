import { PassThrough, type Readable } from 'node:stream';
import type { LogOptions } from '../kubelet.ts';

/** A real kubelet keeps 10 MiB. */
const KEPT_LINES = 1_000;

interface Line {
  readonly at: number;
  readonly text: string;
}

/** What one run of a container has written. */
export class ContainerLog {
  readonly #lines: Line[] = [];
  readonly #followers = new Set<(line: Line | undefined) => void>();
  #hasEnded = false;

  write(at: number, text: string): void {
    const line = { at, text };
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    for (const follow of this.#followers) follow(line);
  }

  /** Nothing comes any more. */
  end(): void {
    this.#hasEnded = true;
    for (const follow of [...this.#followers]) follow(undefined);
  }

  read(options: LogOptions, now: number): Readable {
    const print = ({ at, text }: Line): string =>
      `${options.timestamps === true ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : ''}${text}\n`;
    const since = options.sinceSeconds === undefined ? -Infinity : now - options.sinceSeconds * 1_000;
    const lines = this.#lines.filter(({ at }) => at >= since);
    const tail = options.tailLines === undefined ? lines : lines.slice(Math.max(0, lines.length - options.tailLines));
    const stream = new PassThrough();
    for (const line of tail) stream.write(print(line));
    if (options.follow !== true || this.#hasEnded) return stream.end();
    const follow = (line: Line | undefined): void => {
      if (line) stream.write(print(line));
      else stream.end();
    };
    this.#followers.add(follow);
    stream.once('close', () => this.#followers.delete(follow));
    return stream;
  }
}
