import type { Finding } from '../../../../shared/model/diagnosis.ts';
import { selects } from '../../services/selector.ts';
import type { Facts } from '../facts.ts';
import { advice, finding, patchFix, proof } from '../finding.ts';
import { called, pairs, some } from '../index-by.ts';
import { groupsIn, nearMisses } from '../near-miss.ts';
import type { Labels, Workload } from '../objects.ts';
import { nearMissFinding } from './near-miss-finding.ts';
import { whyNoPods } from './no-pods.ts';

/** What the selector takes in, and what it should have. */
export function selectorRule(facts: Facts): readonly Finding[] {
  const { selector, pods, cluster } = facts;
  if (!selector || !cluster.knows('Pod')) return [];
  return pods.length === 0 ? noMatch(facts, selector) : tooMuch(facts);
}

function noMatch(facts: Facts, selector: Labels): readonly Finding[] {
  const { cluster, namespace } = facts;
  const workloads = cluster.workloads(namespace);
  const own = workloads.filter(({ spec }) => selects(selector, spec.template?.metadata?.labels ?? {}));
  if (own.length > 0) return own.slice(0, 1).map((workload) => whyNoPods(facts, workload));
  const labelled = workloads.find(({ metadata }) => selects(selector, metadata.labels ?? {}));
  const nearest = nearMisses(selector, groupsIn(cluster, namespace));
  const [best] = nearest;
  // A workload that merely bears the labels is the better guess only when no other's Pods come closer.
  if (labelled && (!best || best.group.object === labelled)) return [onlyOnWorkload(facts, labelled)];
  if (best) return [nearMissFinding(facts, best)];
  return [elsewhere(facts, selector) ?? nothing(facts, selector)];
}

function onlyOnWorkload({ service, selector = {} }: Facts, workload: Workload): Finding {
  const template = workload.spec.template?.metadata?.labels ?? {};
  const missing = Object.fromEntries(Object.entries(selector).filter(([key, value]) => template[key] !== value));
  const fixed = { spec: { selector: { ...nulls(selector), ...template } } };
  return finding(
    'B5',
    { labels: pairs(missing).join(', '), owner: called(workload) },
    {
      severity: 'error',
      proof: [
        ...Object.entries(missing).map(([key, value]) => proof(service, `spec.selector.${key}`, value)),
        proof(workload, 'metadata.labels', workload.metadata.labels),
        proof(workload, 'spec.template.metadata.labels', template),
      ],
      fixes: [
        // A label that the workload itself selects by can't change; others can, and roll its Pods.
        patchFix('change-selector', service, fixed),
        patchFix('change-template', workload, { spec: { template: { metadata: { labels: missing } } } }),
      ],
    },
  );
}

function nulls(labels: Labels): Readonly<Record<string, unknown>> {
  // A merge patch removes a key by null.
  return Object.fromEntries(Object.keys(labels).map((key) => [key, null]));
}

function elsewhere({ cluster, namespace, service, name }: Facts, selector: Labels): Finding | undefined {
  const all = cluster.all('Namespace').map(({ metadata }) => metadata.name);
  const others = all.filter((one) => one !== namespace && cluster.podsWith(one, selector).length > 0);
  const [first] = others;
  if (first === undefined) return undefined;
  const pod = cluster.podsWith(first, selector)[0];
  return finding(
    'B6',
    { selector: pairs(selector).join(', '), namespaces: some(others), namespace },
    {
      severity: 'error',
      proof: [
        ...selectorProof(service, selector),
        proof(service, 'metadata.namespace', namespace),
        ...(pod ? [proof(pod, 'metadata.namespace', first)] : []),
      ],
      fixes: [advice('use-name', `${name}.${first}`)],
    },
  );
}

function nothing({ namespace, service }: Facts, selector: Labels): Finding {
  return finding(
    'B8',
    { selector: pairs(selector).join(', '), namespace },
    {
      severity: 'error',
      proof: selectorProof(service, selector),
      fixes: [advice('change-selector', `service/${service.metadata.name}`)],
    },
  );
}

function selectorProof(service: Facts['service'], selector: Labels): Finding['proof'] {
  return Object.entries(selector).map(([key, value]) => proof(service, `spec.selector.${key}`, value));
}

/** Pods of several workloads behind one Service: sometimes meant (a canary), sometimes not. */
function tooMuch({ cluster, pods, live, service, selector = {} }: Facts): readonly Finding[] {
  const owners = new Map<string, Facts['pods'][number]>();
  for (const pod of pods) {
    const owner = cluster.ownerOf(pod);
    owners.set(owner ? `${owner.kind} ${owner.name}` : `Pod ${pod.metadata.name}`, pod);
  }
  const jobs = [...owners].filter(([owner]) => owner.startsWith('Job '));
  const others = [...owners.keys()].filter((owner) => !owner.startsWith('Job '));
  const selection = proof(service, 'spec.selector', selector);
  const findings: Finding[] = [];
  const [job] = jobs;
  if (job && others.length > 0) {
    const shown = [selection, proof(job[1], 'metadata.ownerReferences', job[0])];
    const isLive = jobs.some(([, pod]) => live.includes(pod));
    findings.push(finding('B12', { job: job[0] }, { severity: isLive ? 'warning' : 'info', proof: shown }));
  }
  const workloads = others.filter((owner) => !owner.startsWith('Pod '));
  const bare = others.filter((owner) => owner.startsWith('Pod '));
  const mixed = workloads.length > 1 || (workloads.length === 1 && bare.length > 0);
  if (mixed) {
    const shown = [selection, ...others.flatMap((owner) => ownerProof(owners.get(owner), owner))];
    findings.push(finding('B11', { owners: some(others) }, { severity: 'warning', proof: shown }));
  }
  return findings;
}

function ownerProof(pod: Facts['pods'][number] | undefined, owner: string): Finding['proof'] {
  return pod ? [proof(pod, 'metadata.labels', pod.metadata.labels), proof(pod, 'metadata.ownerReferences', owner)] : [];
}
