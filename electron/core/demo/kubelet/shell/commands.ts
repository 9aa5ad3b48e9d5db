import type { PodNetwork } from '../pod-network.ts';
import { curl } from './curl.ts';
import { nc, nslookup } from './look-ups.ts';

/** Where a shell of the demo runs. */
export interface ShellPlace {
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly ip: string;
  readonly node: string;
  readonly env: Readonly<Record<string, string>>;
  readonly network: PodNetwork;
}

/** A piece of what a command prints. */
export type Printed = string | { readonly error: string };

/** What a command prints, piece by piece, and its exit code at the end. */
export type Command = (
  args: readonly string[],
  place: ShellPlace,
) => Generator<Printed, number> | AsyncGenerator<Printed, number>;

const FILES: Readonly<Record<string, (place: ShellPlace) => string>> = {
  '/etc/hostname': ({ pod }) => `${pod}\n`,
  '/etc/hosts': ({ pod, ip }) => `127.0.0.1\tlocalhost\n${ip}\t${pod}\n`,
  '/etc/resolv.conf': ({ namespace }) =>
    `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
};
/** A piece of what `seq` prints, in lines. */
const PIECE = 4096;

function says(text: (args: readonly string[], place: ShellPlace) => string): Command {
  return function* (args, place) {
    yield text(args, place);
    return 0;
  };
}

/** What there is in the demo's images. */
export const commands: Readonly<Record<string, Command>> = {
  help: says(() => `This shell is part of the demo. It knows: ${Object.keys(commands).join(' ')} exit\n`),
  echo: says((args) => `${args.join(' ')}\n`),
  hostname: says((_, { pod }) => `${pod}\n`),
  whoami: says(() => 'root\n'),
  pwd: says(() => '/\n'),
  true: says(() => ''),
  ls: says(() => 'bin  dev  etc  home  proc  root  sys  tmp  usr  var\n'),
  env: says((_, { pod, env }) =>
    Object.entries({ HOSTNAME: pod, HOME: '/root', TERM: 'xterm-256color', ...env })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  ),
  ps: says((_, { container }) => `PID   USER     COMMAND\n    1 root     ${container}\n   42 root     sh\n`),
  curl,
  nc,
  nslookup,
  clear: says(() => '\u001b[H\u001b[2J'),
  *cat([path = ''], place) {
    const file = FILES[path];
    yield file ? file(place) : `cat: can't open '${path}': No such file or directory\n`;
    return file ? 0 : 1;
  },
  *seq([last = '']) {
    const count = Number(last);
    if (!Number.isInteger(count)) {
      yield `seq: invalid number '${last}'\n`;
      return 1;
    }
    for (let from = 1; from <= count; from += PIECE) {
      const size = Math.min(PIECE, count - from + 1);
      yield Array.from({ length: size }, (_, index) => `${from + index}\n`).join('');
    }
    return 0;
  },
};
