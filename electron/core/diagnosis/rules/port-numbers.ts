import type { Finding } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { finding, proof } from '../finding.ts';
import type { PortReach } from '../membership.ts';
import type { Pod } from '../objects.ts';
import { declaredPorts, protocolOf, targetOf, type DeclaredPort } from '../pod-facts.ts';
import { declaredText, portFix, protocolProof, targetProof } from './port-proof.ts';

/**
 * A numeric targetPort is taken as it is: that no container declares it proves nothing, as declarations are mere
 * information. What they say together with the probes and the Service's other numbers may still tell a mistake.
 */
export function numberRule(facts: Facts, reach: PortReach, ready: readonly Pod[]): readonly Finding[] {
  const { service, ports } = facts;
  const { port, label, index } = reach;
  const [pod] = ready;
  const declared = pod ? declaredPorts(pod) : [];
  if (!pod || declared.length === 0) return [];
  const target = targetOf(port);
  const same = declared.find((one) => one.port === target);
  const shown = [targetProof(service, reach), proof(pod, 'spec.containers[].ports', declaredText(declared))];
  const params = { port: label, target, declared: declaredText(declared) };
  if (same) {
    if (declared.some((one) => one.port === target && one.protocol === protocolOf(port))) return [];
    const fixes = [portFix(service, reach, { protocol: same.protocol })];
    const other = { port: label, target, wanted: protocolOf(port), found: same.protocol };
    return [finding('D8', other, { severity: 'warning', proof: [protocolProof(service, reach), ...shown], fixes })];
  }
  const choice = free(facts, declared, port);
  const fixes = choice ? [portFix(service, reach, { targetPort: choice.name ?? choice.port })] : [];
  const isConfused =
    ports.some(({ port: one }) => one.nodePort === target) || (target === port.nodePort && target !== port.port);
  if (isConfused) {
    const node = proof(service, `spec.ports[${index}].nodePort`, port.nodePort);
    return [finding('D16', params, { severity: 'warning', proof: [...shown, node], fixes })];
  }
  if (target === port.port && choice) {
    return [
      finding('D6', { port: label, declared: declaredText(declared) }, { severity: 'warning', proof: shown, fixes }),
    ];
  }
  return [
    finding('D5', params, { severity: isTelling(facts, declared, pod) ? 'warning' : 'info', proof: shown, fixes }),
  ];
}

/** The one declared port of the right protocol that no other port of the Service leads to. */
function free({ service }: Facts, declared: readonly DeclaredPort[], own: PortReach['port']): DeclaredPort | undefined {
  const others = (service.spec.ports ?? []).filter((one) => one !== own).map(targetOf);
  const left = declared.filter(
    ({ name, port, protocol }) =>
      protocol === protocolOf(own) && !others.includes(port) && !(name !== undefined && others.includes(name)),
  );
  return left.length === 1 ? left[0] : undefined;
}

/** Whether none of the Service's ports is a declared one although a probe shows that the app listens on one of these. */
function isTelling({ service }: Facts, declared: readonly DeclaredPort[], pod: Pod): boolean {
  const targets = (service.spec.ports ?? []).map(targetOf);
  const served = declared.some(
    ({ name, port }) => targets.includes(port) || (name !== undefined && targets.includes(name)),
  );
  const probed = (pod.spec.containers ?? []).flatMap(({ readinessProbe }) => {
    const port = readinessProbe?.httpGet?.port ?? readinessProbe?.tcpSocket?.port ?? readinessProbe?.grpc?.port;
    return port === undefined ? [] : [port];
  });
  const isProbed = declared.some(
    ({ name, port }) => probed.includes(port) || (name !== undefined && probed.includes(name)),
  );
  return !served && isProbed;
}
