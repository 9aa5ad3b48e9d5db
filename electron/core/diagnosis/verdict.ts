import type { Finding, Verdict } from '../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from './facts.ts';
import { finding, proof } from './finding.ts';

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'broken';
  if (findings.some(({ code }) => code === 'U1' || code === 'U2')) return 'unknown';
  return findings.some(({ severity }) => severity === 'warning') ? 'degraded' : 'healthy';
}

/** Says which rights are missing, but only where what they hide might be what is wrong. */
export function rightsRule(facts: Facts): readonly Finding[] {
  const { cluster, selector, type, service } = facts;
  if (type === 'ExternalName' || cluster.gaps.length === 0) return [];
  const [seesPods, seesSlices] = [cluster.knows('Pod'), cluster.knows('EndpointSlice')];
  const isBlind = selector ? !seesPods && (!seesSlices || isSilent(facts)) : !seesSlices;
  if (!isBlind) return [];
  const kinds = cluster.gaps.map(({ params }) => params['resource'] ?? '').join(', ');
  return [
    finding('U1', { kinds }, { severity: 'info', proof: [proof(service, 'metadata.namespace', facts.namespace)] }),
  ];
}
