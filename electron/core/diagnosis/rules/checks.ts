import { isAnswer, type Attempt } from '../../../../shared/model/check.ts';
import type { Finding, Proof, Severity } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, commandFix, finding, proof } from '../finding.ts';
import { some } from '../index-by.ts';
import type { PortReach } from '../membership.ts';
import { attemptsOf, isLost } from './heard.ts';

/** What follows from what was heard when a person asked for it. */
export function checksRule(facts: Facts): readonly Finding[] {
  const attempts = attemptsOf(facts);
  if (attempts.length === 0) return [];
  const ofPorts = facts.ports.flatMap((reach) => {
    const heard = attempts.filter(({ label }) => label === reach.label);
    return [...listening(reach, heard), ...speaking(facts, heard), ...carried(facts, reach, heard)];
  });
  return [...ofPorts, ...named(facts, attempts)];
}

/** Each Pod's port, heard from its own loopback and from another Pod, as far as either was tried. */
function listening(reach: PortReach, heard: readonly Attempt[]): readonly Finding[] {
  const pods = [...new Set(heard.flatMap(({ to, subject }) => (to === 'pod' ? [subject] : [])))];
  const from = (where: Attempt['from'], pod: string): Attempt | undefined =>
    heard.find((one) => one.to === 'pod' && one.from === where && one.subject === pod);
  const own = pods.map((pod) => ({ forward: from('forward', pod), inside: from('inside', pod) }));
  const dead = own.filter(({ forward, inside }) =>
    inside ? inside.heard.t === 'refused' && !isHeard(forward) : forward?.heard.t === 'refused',
  );
  const loopback = own.filter(({ forward, inside }) => isHeard(forward) && inside?.heard.t === 'refused');
  const shut = own.filter(({ forward, inside }) => inside && isLost(inside) && forward?.heard.t !== 'refused');
  const target = [...new Set(heard.filter(({ to }) => to === 'pod').map(({ port }) => port))].join(', ');
  const severity: Severity = reach.ready > 0 ? (dead.length < own.length ? 'warning' : 'error') : 'info';
  const about = (group: typeof own) => {
    const shown = group.flatMap(({ forward, inside }) => [forward ?? [], inside ?? []].flat());
    return { pods: some([...new Set(shown.map(({ subject }) => subject))]), shown: proofOf(shown) };
  };
  return [
    ...(dead.length > 0 ? [deadPort(reach, { ...about(dead), target, severity })] : []),
    ...(loopback.length > 0
      ? [
          finding(
            'D20',
            { pods: about(loopback).pods, target },
            { severity: 'error', proof: about(loopback).shown, fixes: [advice('change-template', '0.0.0.0')] },
          ),
        ]
      : []),
    ...(shut.length > 0
      ? [finding('E11', { pods: about(shut).pods, target }, { severity: 'error', proof: about(shut).shown })]
      : []),
  ];
}

interface DeadPort {
  readonly pods: string;
  readonly shown: readonly Proof[];
  readonly target: string;
  readonly severity: Severity;
}

function deadPort({ label }: PortReach, { pods, shown, target, severity }: DeadPort): Finding {
  return finding('D17', { pods, port: label, target }, { severity, proof: shown });
}

function isHeard(attempt: Attempt | undefined): boolean {
  return attempt !== undefined && isAnswer(attempt.heard);
}

/** What the port speaks, beside what its name says. */
function speaking({ name, namespace, cluster }: Facts, heard: readonly Attempt[]): readonly Finding[] {
  const told = heard.find((one) => one.from === 'forward' && (one.heard.t === 'tls' || one.heard.t === 'http'));
  if (!told) return [];
  const { label: port, hello, heard: words } = told;
  const shown = proofOf([told]);
  const wrong = (spoken: string, wanted: string): Finding =>
    finding('D18', { port, spoken, wanted }, { severity: 'warning', proof: shown });
  if (words.t !== 'tls') return hello === 'tls' ? [wrong('HTTP', 'HTTPS')] : [];
  const { names, until } = words;
  const wanted = `${name}.${namespace}.svc`;
  return [
    ...(hello === 'http' ? [wrong('TLS', 'HTTP')] : []),
    ...(Date.parse(until) < cluster.now
      ? [finding('D21', { port, until: until.slice(0, 10) }, { severity: 'warning', proof: shown })]
      : []),
    ...(names.some((one) => covers(one, { name, namespace }))
      ? []
      : [finding('D19', { port, names: some(names), wanted }, { severity: 'info', proof: shown })]),
  ];
}

/** Whether a client that calls the Service by one of its names would take the certificate for its own. */
function covers(given: string, { name, namespace }: Pick<Facts, 'name' | 'namespace'>): boolean {
  const own = [name, `${name}.${namespace}`, `${name}.${namespace}.svc`];
  return own.some((one) => {
    const [, rest = ''] = /^[^.]+(\..+)$/.exec(one) ?? [];
    return given === one || given.startsWith(`${one}.`) || (rest !== '' && given.startsWith(`*${rest}`));
  });
}

/** The Service's own address, where its Pods answer. */
function carried({ service, namespace, name }: Facts, reach: PortReach, heard: readonly Attempt[]): readonly Finding[] {
  const isServed = heard.some((one) => one.from === 'inside' && one.to === 'pod' && isAnswer(one.heard));
  const lost = heard.find((one) => one.to === 'address' && (one.heard.t === 'refused' || isLost(one)));
  if (!isServed || !lost) return [];
  const shown = [...proofOf([lost]), proof(service, 'spec.clusterIP', lost.subject)];
  const look = commandFix(
    'look',
    'kube-proxy',
    `kubectl get endpointslices -n ${namespace} -l kubernetes.io/service-name=${name}`,
  );
  return [
    finding('E12', { address: lost.subject, port: reach.label }, { severity: 'error', proof: shown, fixes: [look] }),
  ];
}

function named({ headless, readyAddresses }: Facts, attempts: readonly Attempt[]): readonly Finding[] {
  const unknown = attempts.find(({ to, heard }) => to === 'name' && heard.t === 'unresolved');
  // A headless Service's name is that of its ready Pods.
  if (!unknown || (headless && readyAddresses === 0)) return [];
  return [finding('G10', { host: unknown.subject }, { severity: 'error', proof: proofOf([unknown]) })];
}

const PROOF = 6;

function proofOf(attempts: readonly Attempt[]): readonly Proof[] {
  return attempts.slice(0, PROOF).map(({ from, to, subject, port, heard }) => ({
    object: to === 'pod' ? `pod/${subject}` : subject,
    field: `${from === 'forward' ? 'port-forward' : 'test Pod'} :${String(port)}`,
    value: words(heard),
  }));
}

function words(heard: Attempt['heard']): string {
  switch (heard.t) {
    case 'http':
      return `HTTP ${String(heard.status)}`;
    case 'tls':
      return `TLS, ${heard.names.join(', ')}, until ${heard.until.slice(0, 10)}`;
    case 'bytes':
      return heard.text;
    case 'failed':
      return heard.detail;
    case 'silence':
      return 'connected';
    case 'hung-up':
      return 'connected, closed';
    case 'refused':
      return 'connection refused';
    case 'timeout':
      return 'timeout';
    case 'unresolved':
      return 'no such name';
  }
}
