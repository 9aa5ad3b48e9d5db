import { fail } from '../../shared/failure.ts';

/** A `[LOCAL:]PORT` argument. `port` is a Service port's number or name; no `local` means: choose a free one. */
export interface PortSpec {
  readonly local: number | 'same' | 'free';
  readonly port: number | string;
}

/** Reads `8080:80`, `8080:http`, `80` (the same port here) and `:80` (any free one), as kubectl does. */
export function parsePortSpec(text: string): PortSpec {
  const match = /^(?:(?<local>\d*):)?(?<port>[a-z0-9-]+)$/.exec(text);
  const port = match?.groups?.['port'];
  if (port === undefined) throw invalid(text);
  const local = match?.groups?.['local'];
  return { port: /^\d+$/.test(port) ? portNumber(port, text) : port, local: localPort(local, text) };
}

function localPort(local: string | undefined, text: string): PortSpec['local'] {
  if (local === undefined) return 'same';
  return local === '' ? 'free' : portNumber(local, text);
}

function portNumber(digits: string, text: string): number {
  const number = Number(digits);
  if (number < 1 || number > 65_535) throw invalid(text);
  return number;
}

function invalid(text: string): Error {
  return fail('invalid', { detail: `${text} is not [LOCAL:]PORT` });
}
