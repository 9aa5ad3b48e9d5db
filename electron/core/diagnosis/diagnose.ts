import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { factsOf, type Facts } from './facts.ts';
import { advice, finding, proof, type Rule } from './finding.ts';
import { some } from './index-by.ts';
import type { Pod, Service } from './objects.ts';
import { consequences } from './consequences.ts';
import { lookedAt } from './looked.ts';
import { rank } from './rank.ts';
import { checksRule } from './rules/checks.ts';
import { exposureRule } from './rules/exposure.ts';
import { externalNameRule } from './rules/external-name.ts';
import { loadBalancerRule } from './rules/load-balancer.ts';
import { namesRule } from './rules/names.ts';
import { networkPolicyRule } from './rules/network-policy.ts';
import { podsRule } from './rules/pods.ts';
import { portsRule } from './rules/ports.ts';
import { selectorRule } from './rules/selector.ts';
import { serviceObject } from './rules/service-object.ts';
import { trafficRule } from './rules/traffic.ts';
import { rightsRule, verdictOf } from './verdict.ts';

/** In the order of a connection's way: service, selector, pods, ports, traffic, exposure, names; then what was heard of all. */
const rules: readonly Rule<Facts>[] = [
  rightsRule,
  serviceObject,
  selectorRule,
  podsRule,
  portsRule,
  trafficRule,
  networkPolicyRule,
  exposureRule,
  loadBalancerRule,
  externalNameRule,
  namesRule,
  checksRule,
];

export interface Question {
  readonly service: Service;
  /** The context's key, for the diagnosis' own. */
  readonly context?: string;
  /** A Pod that asks the Service. */
  readonly client?: Pod;
}

/** What is wrong with a Service, and why; or that it could not be looked at, which must not pass for being well. */
export function diagnose(cluster: ClusterFacts, question: Question): Diagnosis {
  try {
    return look(cluster, question);
  } catch (error) {
    // The API server checks what it stores: only one that is none, or a proxy that meddles, gets here.
    return couldNotLook(cluster, question, error);
  }
}

function couldNotLook(cluster: ClusterFacts, { service, context = '' }: Question, error: unknown): Diagnosis {
  const { name, namespace = 'default' } = service.metadata;
  const detail = error instanceof Error ? error.message : String(error);
  const found = finding('U2', { detail }, { severity: 'warning', proof: [proof(service, 'metadata.name', name)] });
  const key = `${context}/${namespace}/${name}`;
  return { key, namespace, name, verdict: 'unknown', looked: NOWHERE, findings: [found], gaps: cluster.gaps };
}

const NOWHERE = { service: 0, selector: 0, pods: 0, ports: 0, traffic: 0, exposure: 0, names: 0 };

function look(cluster: ClusterFacts, { service, context = '', client }: Question): Diagnosis {
  const facts = factsOf(cluster, service, client);
  const found = rules.flatMap((rule) => rule(facts));
  const findings = rank([...found, ...consequences(facts)]);
  const { namespace, name } = facts;
  const gaps = cluster.gaps;
  return {
    key: `${context}/${namespace}/${name}`,
    namespace,
    name,
    verdict: verdictOf(findings),
    looked: lookedAt(facts),
    findings,
    gaps,
  };
}

/** The answer for a name that no Service has. */
export function diagnoseMissing(
  cluster: ClusterFacts,
  { namespace, name }: Pick<Diagnosis, 'namespace' | 'name'>,
): Diagnosis {
  const others = cluster.all('Service').filter(({ metadata }) => metadata.name === name);
  const named = others.map(({ metadata }) => metadata.namespace ?? 'default');
  const [first] = named;
  const found = finding(
    'A1',
    { name, namespace, others: some(named) },
    {
      severity: 'error',
      proof: [{ object: `service/${name}`, field: 'metadata.namespace', value: first ?? '<none>' }],
      fixes: first === undefined ? [] : [advice('use-name', `${name}.${first}`)],
    },
  );
  const looked = { ...NOWHERE, service: 1 };
  const key = `/${namespace}/${name}`;
  return { key, namespace, name, verdict: 'broken', looked, findings: [found], gaps: cluster.gaps };
}
