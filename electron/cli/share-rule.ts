import { fail } from '../../shared/failure.ts';
import type { ShareRule } from '../../shared/model/share.ts';

/** `SERVICE[:PORT]=HOST[/PATH]`; no host at all (`api=/v1`) means any. The port is the proposed one unless told. */
export function parseShareRule(text: string, namespace: string, proposed: readonly ShareRule[]): ShareRule {
  const match = /^(?:svc\/)?(?<name>[^:=/]+)(?::(?<port>\d{1,5}))?=(?<host>[^/]*)(?<path>\/.*)?$/.exec(text);
  const { name = '', port, host = '', path = '/' } = match?.groups ?? {};
  const known = proposed.find((rule) => rule.name === name && rule.namespace === namespace);
  const number = port === undefined ? known?.port : Number(port);
  if (!match || number === undefined) throw fail('invalid', { detail: `--rule ${text}: SERVICE[:PORT]=HOST[/PATH]` });
  return { namespace, name, port: number, host, path };
}
