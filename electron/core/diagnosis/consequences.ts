import type { Finding } from '../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from './facts.ts';
import { finding, proof } from './finding.ts';

/** What follows for clients from having no ready endpoint, said once a port; `rank` puts it under its cause. */
export function consequences(facts: Facts): readonly Finding[] {
  const { ports, type, service } = facts;
  if (type === 'ExternalName') return [];
  const severity = isByHand(facts) ? 'error' : 'info';
  const dead = ports.filter(({ ready }) => ready === 0);
  const found = dead.map(({ label, endpoints, index }) => {
    const shown = [proof(service, `spec.ports[${index}]`, label)];
    return finding('R1', { port: label, total: endpoints.length }, { severity, proof: shown });
  });
  const isLocal = service.spec.externalTrafficPolicy === 'Local';
  if (type !== 'LoadBalancer' || !isLocal || !isSilent(facts)) return found;
  const shown = [proof(service, 'spec.externalTrafficPolicy', 'Local')];
  return [...found, finding('F8', { port: ports[0]?.label ?? '' }, { severity: 'info', proof: shown })];
}

/** Endpoints that somebody else keeps, and of which none is ready: no Pods are there to give the reason. */
function isByHand({ selector, slices, headless, readyAddresses }: Facts): boolean {
  const isKept = selector === undefined && slices.some(({ endpoints }) => (endpoints ?? []).length > 0);
  // A headless Service's clients need but an address.
  return isKept && !(headless && readyAddresses > 0);
}
