import type { Finding } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, finding, proof } from '../finding.ts';
import { some } from '../index-by.ts';
import type { PortReach } from '../membership.ts';
import type { Pod, ServicePort } from '../objects.ts';
import {
  addressesOf,
  declaredPorts,
  familyOf,
  isReady,
  isTerminating,
  protocolOf,
  resolvePort,
  targetOf,
  type DeclaredPort,
} from '../pod-facts.ts';
import { numberRule } from './port-numbers.ts';
import { declaredText, portFix, protocolProof, targetProof } from './port-proof.ts';

/** From the Service's ports to what the Pods listen on. */
export function portsRule(facts: Facts): readonly Finding[] {
  const { live, ports, selector, headless } = facts;
  const ready = live.filter((pod) => isReady(pod) && !isTerminating(pod));
  if (!selector) return headless ? ports.flatMap((port) => untranslated(facts, port)) : [];
  return [
    ...ports.flatMap((reach) => {
      const named = typeof targetOf(reach.port) === 'string';
      const own = named ? namedRule(facts, reach, live) : numberRule(facts, reach, ready);
      return [...own, ...(headless ? untranslated(facts, reach) : []), ...appProtocol(facts, reach)];
    }),
    ...family(facts, ready),
    ...loopback(ready),
    ...onHost(facts, ready),
  ];
}

/** A name that Pods resolve, each for itself. */
function namedRule(facts: Facts, reach: PortReach, pods: readonly Pod[]): readonly Finding[] {
  const { service } = facts;
  const { port, label } = reach;
  const target = String(targetOf(port));
  if (/^\d+$/.test(target)) {
    const fix = portFix(service, reach, { targetPort: Number(target) });
    return [
      finding('D7', { port: label, target }, { severity: 'error', proof: [targetProof(service, reach)], fixes: [fix] }),
    ];
  }
  const without = pods.filter((pod) => resolvePort(pod, port) === undefined);
  const [first] = without;
  if (!first) return [];
  const declared = declaredPorts(first);
  const names = some(without.map(({ metadata }) => metadata.name));
  const shown = [targetProof(service, reach), proof(first, 'spec.containers[].ports', declaredText(declared))];
  if (without.length < pods.length) {
    const params = { port: label, target, have: pods.length - without.length, total: pods.length, pods: names };
    return [finding('D3', params, { severity: 'warning', proof: shown, fixes: [advice('change-template', names)] })];
  }
  const otherProtocol = declared.find(({ name }) => name === target);
  if (otherProtocol) {
    const params = { port: label, target, wanted: protocolOf(port), found: otherProtocol.protocol };
    const fixes = [portFix(service, reach, { protocol: otherProtocol.protocol })];
    return [finding('D2', params, { severity: 'error', proof: [...shown, protocolProof(service, reach)], fixes })];
  }
  const init = (first.spec.initContainers ?? []).find(({ ports }) => (ports ?? []).some(({ name }) => name === target));
  if (init) {
    const params = { port: label, target, container: init.name };
    return [
      finding('D4', params, {
        severity: 'error',
        proof: [...shown, proof(first, `spec.initContainers[${init.name}].ports`, target)],
      }),
    ];
  }
  const choice = likely(declared, port);
  const fixes = choice ? [portFix(service, reach, { targetPort: choice.name ?? choice.port })] : [];
  const params = { port: label, target, pods: names, declared: declaredText(declared) };
  return [finding('D1', params, { severity: 'error', proof: shown, fixes })];
}

/** The declared port that was probably meant: of the right protocol, by name, by number, or the only one. */
function likely(declared: readonly DeclaredPort[], port: ServicePort): DeclaredPort | undefined {
  const same = declared.filter(({ protocol }) => protocol === protocolOf(port));
  return (
    same.find(({ name }) => name !== undefined && name === port.name) ??
    same.find((one) => one.port === port.port) ??
    same[0]
  );
}

/** Headless: clients connect to the Pod itself, and nobody translates the port. */
function untranslated({ service, selector }: Facts, { port, label, index }: PortReach): readonly Finding[] {
  const target = targetOf(port);
  const isSame = target === port.port || (typeof target === 'string' && selector !== undefined);
  if (isSame) return [];
  const shown = [proof(service, 'spec.clusterIP', 'None'), proof(service, `spec.ports[${index}].targetPort`, target)];
  const params = { port: label, target };
  return [finding(selector ? 'D12' : 'D13', params, { severity: selector ? 'info' : 'warning', proof: shown })];
}

/** What a gateway will speak, against what the port's name says. */
function appProtocol({ service }: Facts, { port, label, index }: PortReach): readonly Finding[] {
  const { appProtocol: said, name = '' } = port;
  const isTls = name === 'https' || port.port === 443;
  const isPlain = name === 'http' || port.port === 80;
  const mismatch = (said === 'http' && isTls) || (said === 'https' && isPlain);
  if (said === undefined || !mismatch) return [];
  const shown = [proof(service, `spec.ports[${index}].appProtocol`, said)];
  return [finding('D14', { port: label, appProtocol: said }, { severity: 'info', proof: shown })];
}

function family({ service }: Facts, ready: readonly Pod[]): readonly Finding[] {
  const { ipFamilies = [] } = service.spec;
  const [first] = ready;
  if (!first) return [];
  const missing = ipFamilies.filter((one) => !ready.some((pod) => addressesOf(pod).some((ip) => familyOf(ip) === one)));
  return missing.map((one) => {
    const shown = [
      proof(service, 'spec.ipFamilies', ipFamilies),
      proof(first, 'status.podIPs', addressesOf(first).join(', ')),
    ];
    const severity = missing.length === ipFamilies.length ? 'error' : 'warning';
    return finding(
      'D11',
      { family: one, pods: some(ready.map(({ metadata }) => metadata.name)) },
      { severity, proof: shown },
    );
  });
}

const BIND = /(?:^|[=\s])(?:127\.0\.0\.1|localhost)(?::\d+)?$/;
const BIND_OPTION = /bind|listen|host|addr/i;

/** Told to listen on loopback: a port-forward reaches that, a Service doesn't. */
function loopback(ready: readonly Pod[]): readonly Finding[] {
  const [pod] = ready;
  for (const container of pod?.spec.containers ?? []) {
    const words = [...(container.command ?? []), ...(container.args ?? [])];
    // `--bind=ADDRESS` or `--bind ADDRESS`.
    const option = (index: number): string =>
      words[index]?.startsWith('-') ? (words[index] ?? '') : (words[index - 1] ?? '');
    const at = words.findIndex((word, index) => BIND.test(word) && BIND_OPTION.test(option(index)));
    const variable = (container.env ?? []).find(
      ({ name, value = '' }) => /^(?:BIND|LISTEN)/.test(name) && BIND.test(value),
    );
    const [field, bind] =
      at >= 0 ? ['args', words[at] ?? ''] : variable ? [`env[${variable.name}]`, variable.value ?? ''] : [];
    if (!pod || field === undefined || bind === undefined) continue;
    const shown = [proof(pod, `spec.containers[${container.name}].${field}`, bind)];
    const fixes = [advice('change-template', `${container.name}: 0.0.0.0`)];
    return [finding('D9', { container: container.name, bind }, { severity: 'warning', proof: shown, fixes })];
  }
  return [];
}

function onHost({ ports }: Facts, ready: readonly Pod[]): readonly Finding[] {
  const hosts = ready.filter(({ spec }) => spec.hostNetwork);
  const [first] = hosts;
  if (!first) return [];
  const names = some(hosts.map(({ metadata }) => metadata.name));
  const shared = sharedAddress(hosts);
  const onHosts = finding(
    'D10',
    { pods: names },
    { severity: 'info', proof: [proof(first, 'spec.hostNetwork', true)] },
  );
  if (!shared || ports.length === 0) return [onHosts];
  const { address, pods } = shared;
  const shown = pods.map((pod) => proof(pod, 'status.podIPs', address));
  const names2 = some(pods.map(({ metadata }) => metadata.name));
  return [finding('D15', { address, pods: names2 }, { severity: 'info', proof: shown }), onHosts];
}

function sharedAddress(pods: readonly Pod[]): { readonly address: string; readonly pods: readonly Pod[] } | undefined {
  const seen = new Map<string, Pod>();
  for (const pod of pods) {
    for (const address of addressesOf(pod)) {
      const other = seen.get(address);
      if (other) return { address, pods: [other, pod] };
      seen.set(address, pod);
    }
  }
  return undefined;
}
