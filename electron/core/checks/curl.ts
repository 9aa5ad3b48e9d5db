import type { Heard, Hello } from '../../../shared/model/check.ts';
import type { Ran } from '../test-pod/run.ts';

const CONNECT_SECONDS = 3;
const MOST_SECONDS = 5;
/** What curl says at its end, whatever came: whether and where it got a connection. */
const REPORT = '%{http_code},%{time_connect},%{remote_ip}';
const schemes: Readonly<Record<Hello, string>> = { http: 'http', tls: 'https', listen: 'telnet' };

/** Connects to an address as the Service's clients do: with the resolver and the routes of a Pod. */
export function curlCommand(host: string, port: number, hello: Hello): readonly string[] {
  const at = host.includes(':') ? `[${host}]` : host;
  return [
    'curl',
    '-sSv',
    '-o',
    '/dev/null',
    '--connect-timeout',
    String(CONNECT_SECONDS),
    '-m',
    String(MOST_SECONDS),
    '-w',
    REPORT,
    // Whether a certificate is to be trusted is not the question; a HEAD changes nothing.
    ...(hello === 'listen' ? [] : ['-k', '-I']),
    `${schemes[hello]}://${at}:${String(port)}/`,
  ];
}

/** By curl's exit codes, which it promises to keep (man curl, EXIT CODES). */
const exits = { unresolved: 6, refused: 7, late: 28, empty: 52, cut: 56 } as const;
const LONGEST = 200;

export function heardBy({ code, stdout, stderr }: Ran): Heard {
  const [status = '0', connected = '0', remote = ''] = stdout.split(',');
  const isConnected = Number(connected) > 0 || remote.trim() !== '';
  if (Number(status) > 0) return { t: 'http', status: Number(status) };
  const detail = /^curl: \(\d+\) (.+)$/m.exec(stderr)?.[1] ?? stderr.trim().slice(-LONGEST);
  switch (code) {
    case exits.unresolved:
      return { t: 'unresolved' };
    case exits.refused:
      if (/connection refused/i.test(stderr)) return { t: 'refused' };
      return /timed? ?out/i.test(stderr) ? { t: 'timeout' } : { t: 'failed', detail };
    case exits.late:
      return isConnected ? { t: 'silence' } : { t: 'timeout' };
    case exits.empty:
    case exits.cut:
    case 0:
      return { t: 'hung-up' };
    default:
      // Connected to something that speaks otherwise: a plain port asked for TLS, or a database.
      return isConnected ? { t: 'bytes', text: detail } : { t: 'failed', detail };
  }
}
