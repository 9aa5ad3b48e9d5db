import type { ServicePort } from '../../../shared/model/service.ts';

/** A port as a row shows it: `80:30080 → http`, with the protocol where it is not TCP. */
export function portWords({ port, nodePort, targetPort, protocol }: ServicePort): string {
  const outside = nodePort === undefined ? `${port}` : `${port}:${nodePort}`;
  const inside = targetPort === port ? '' : ` → ${targetPort}`;
  return `${outside}${inside}${protocol === 'TCP' ? '' : ` ${protocol.toLowerCase()}`}`;
}

/** All ports of a Service in one line. */
export function portsWords(ports: readonly ServicePort[]): string {
  const [first, ...rest] = ports;
  if (!first) return '–';
  if (rest.length > 0) return ports.map(portWords).join(', ');
  const name = first.name ?? first.appProtocol;
  const isSaid = name === undefined || name === first.targetPort;
  return isSaid ? portWords(first) : `${portWords(first)} ${name}`;
}
