import type { ServicePort } from '../../../shared/model/service.ts';

type Port = Pick<ServicePort, 'port' | 'name' | 'appProtocol'>;

const HTTP_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);
const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

/** Whether a port speaks HTTP, as far as its number, its name and its protocol tell. */
export function isHttp({ name = '', appProtocol = '', port }: Port): boolean {
  return HTTP_PORTS.has(port) || /http|grpc|web/i.test(name + appProtocol);
}

/** Whether clients speak TLS to it. */
export function isTls({ name = '', appProtocol = '', port }: Port): boolean {
  return TLS_PORTS.has(port) || /https|tls/i.test(name + appProtocol);
}
