import { fail } from '../../shared/failure.ts';
import type { NewService } from '../../shared/objects-schema.ts';

export type NewPort = NewService['ports'][number];

const FORM = /^(?:(?<name>[^=:/]+)=)?(?<port>\d{1,5})(?::(?<target>[^:/]+))?(?:\/(?<protocol>tcp|udp|sctp))?$/i;
const PROTOCOLS = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const;

/** `[NAME=]PORT[:TARGET][/PROTOCOL]`, where TARGET is a number or the name of a container's port. */
export function parseNewPort(text: string): NewPort {
  const { name, port, target, protocol = 'tcp' } = FORM.exec(text)?.groups ?? {};
  if (port === undefined) throw fail('invalid', { detail: `--port ${text} is not [NAME=]PORT[:TARGET][/PROTOCOL]` });
  const known = protocol.toLowerCase();
  return {
    ...(name !== undefined && { name }),
    port: Number(port),
    ...(target !== undefined && { targetPort: /^\d+$/.test(target) ? Number(target) : target }),
    protocol: known === 'udp' || known === 'sctp' ? PROTOCOLS[known] : PROTOCOLS.tcp,
  };
}

/** `a=b,c=d`, as kubectl writes labels. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => {
    const [key = '', value, ...rest] = pair.split('=');
    if (key === '' || value === undefined || rest.length > 0)
      throw fail('invalid', { detail: `--selector ${text} is not KEY=VALUE[,KEY=VALUE…]` });
    return [key, value] as const;
  });
  return Object.fromEntries(pairs);
}
