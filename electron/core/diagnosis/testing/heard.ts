import { isIP } from 'node:net';
import type { Attempt, Heard } from '../../../../shared/model/check.ts';
import type { Checked } from '../objects.ts';

/** What a person's checks have heard, in short. */
export interface HeardInShort {
  /** How the Service's port is called. */
  readonly port?: 'http' | 'https';
  /** In minutes; one unless told. */
  readonly ago?: number;
  /** `forward pods:8080 refused`, `inside web.shop.svc:80 http 200`, `forward web-2:8080 tls NAME until DATE`. */
  readonly attempts?: readonly string[];
  /** The last words of web-1's main container. */
  readonly log?: readonly string[];
}

const PODS = ['web-1', 'web-2', 'web-3'];
const FORM = /^(forward|inside) (\S+):(\d+) (.+)$/;

export function checkedOf({ port = 'http', ago = 1, attempts = [], log }: HeardInShort, now: number): Checked {
  const logs = log ? [{ pod: 'web-1', container: 'main', previous: false, lines: log }] : [];
  const report = { kind: 'connect' as const, at: now - ago * 60_000, failures: [], logs };
  return {
    kind: 'PortolanCheck',
    metadata: { name: 'web', namespace: 'shop' },
    reports: [{ ...report, attempts: attempts.flatMap((text) => attemptsOf(text, port)) }],
  };
}

function attemptsOf(text: string, port: 'http' | 'https'): readonly Attempt[] {
  const [, from = '', who = '', number, words = ''] = FORM.exec(text) ?? [];
  if (from !== 'forward' && from !== 'inside') throw new Error(`not heard: ${text}`);
  return (who === 'pods' ? PODS : [who]).map((subject) => ({
    from,
    to: isIP(subject) > 0 ? 'address' : subject.includes('.') ? 'name' : 'pod',
    subject,
    label: `${port} 80/TCP`,
    port: Number(number),
    hello: port === 'http' ? 'http' : 'tls',
    heard: heardOf(words),
  }));
}

function heardOf(words: string): Heard {
  const [first = '', second = '', , date = ''] = words.split(' ');
  if (first === 'http') return { t: 'http', status: Number(second) };
  if (first === 'tls') return { t: 'tls', names: [second], until: new Date(date).toISOString() };
  if (first === 'refused' || first === 'timeout' || first === 'unresolved') return { t: first };
  throw new Error(`not heard: ${words}`);
}
