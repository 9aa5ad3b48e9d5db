import type { ServicePort, ServiceRow } from './model/service.ts';

/** The port that one click forwards: HTTP by its name or appProtocol, else the first TCP one. */
export function defaultPort({ ports }: Pick<ServiceRow, 'ports'>): ServicePort | undefined {
  const tcp = ports.filter(({ protocol }) => protocol === 'TCP');
  return tcp.find(isWeb) ?? tcp[0];
}

function isWeb({ name = '', appProtocol = '' }: ServicePort): boolean {
  return /^https?\b/.test(name) || /^https?$/.test(appProtocol);
}
