import type { Finding, Proof } from '../../../../shared/model/diagnosis.ts';
import { patchFix, proof } from '../finding.ts';
import type { PortReach } from '../membership.ts';
import type { Service, ServicePort } from '../objects.ts';
import { protocolOf, targetOf, type DeclaredPort } from '../pod-facts.ts';

export function declaredText(declared: readonly DeclaredPort[]): string {
  return (
    declared
      .map(({ name, port, protocol }) => `${name === undefined ? '' : `${name}:`}${port}/${protocol}`)
      .join(', ') || '-'
  );
}

export function targetProof(service: Service, { port, index }: PortReach): Proof {
  return proof(service, `spec.ports[${index}].targetPort`, String(targetOf(port)));
}

export function protocolProof(service: Service, { port, index }: PortReach): Proof {
  return proof(service, `spec.ports[${index}].protocol`, protocolOf(port));
}

/** A merge patch replaces lists whole: the other ports go along as they are. */
export function portFix(
  service: Service,
  { index }: PortReach,
  change: Partial<ServicePort>,
): Finding['fixes'][number] {
  const ports = (service.spec.ports ?? []).map((one, at) => (at === index ? { ...one, ...change } : one));
  return patchFix(change.protocol === undefined ? 'change-target-port' : 'change-protocol', service, {
    spec: { ports },
  });
}
