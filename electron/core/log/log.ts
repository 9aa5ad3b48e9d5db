import { join } from 'node:path';
import electronLog from 'electron-log/node';
import { redact } from './redact.ts';

/** What happened, for whoever has to find out later why. English, one line each, without credentials. */
export interface Log {
  /** Where it is written; undefined where it is not. */
  readonly file: string | undefined;
  note(line: string): void;
  problem(line: string): void;
}

/** One file and the one before it, this large each, in bytes. */
const MAX_SIZE = 1024 * 1024;

/** Writes `portolan.log` in `folder`, for this user's eyes only, and starts anew when it is full. */
export function openLog(folder: string): Log {
  const log = electronLog.create({ logId: 'portolan' });
  const file = join(folder, 'portolan.log');
  const { transports } = log;
  transports.console.level = false;
  transports.file.resolvePathFn = () => file;
  transports.file.maxSize = MAX_SIZE;
  transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  transports.file.format = '{iso} {level} {text}';
  return { file, note: (line) => log.info(oneLine(line)), problem: (line) => log.error(oneLine(line)) };
}

/** Of a core that remembers nothing. */
export const noLog: Log = { file: undefined, note: () => undefined, problem: () => undefined };

/** A server's own words can be long; what matters stands first. */
const MAX_LINE = 8000;

function oneLine(text: string): string {
  return redact(text.slice(0, MAX_LINE)).replaceAll(/[\r\n]+\s*/g, ' | ');
}
