import { defaultPort } from '../../../../shared/default-port.ts';
import { balanceNames } from '../../../../shared/model/balance.ts';
import type { ForwardSpec } from '../../../../shared/model/forward.ts';
import { httpModes } from '../../../../shared/model/http.ts';
import type { ServicePort, ServiceRow } from '../../../../shared/model/service.ts';
import { forwardSpecSchema } from '../../../../shared/schemas.ts';

/** What is typed and chosen, as text. */
export interface StartForm {
  readonly port: string;
  /** Empty: chosen by Portolan. */
  readonly localPort: string;
  /** A loopback address of one's own; empty: 127.0.0.1 and ::1. */
  readonly address: string;
  readonly balance: string;
  readonly http: string;
}

/** The ports that can be forwarded. */
export function tcpPorts({ ports }: Pick<ServiceRow, 'ports'>): readonly ServicePort[] {
  return ports.filter(({ protocol }) => protocol === 'TCP');
}

/** What one click would do. */
export function startForm(service: Pick<ServiceRow, 'ports'>): StartForm {
  const port = defaultPort(service)?.port;
  return { port: String(port ?? ''), localPort: '', address: '', balance: 'automatic', http: 'automatic' };
}

export type StartField = 'localPort' | 'address';

/** The forward that the form asks for, or the field that makes no sense. */
export function specFrom(form: StartForm, { context, namespace, name }: ServiceRow): ForwardSpec | StartField {
  const [localPort, address] = [form.localPort.trim(), form.address.trim()];
  const balance = balanceNames.find((one) => one === form.balance);
  const http = httpModes.find((one) => one === form.http);
  const parsed = forwardSpecSchema.safeParse({
    ...{ context, namespace, name, port: Number(form.port) },
    ...(localPort !== '' && { localPort: Number(localPort) }),
    ...(address !== '' && { address }),
    ...(balance && balance !== 'automatic' && { balance }),
    ...(http && http !== 'automatic' && { http }),
  });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.some(({ path }) => path[0] === 'address') ? 'address' : 'localPort';
}
