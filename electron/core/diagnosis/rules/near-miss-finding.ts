import type { Finding, Fix, Proof } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { finding, patchFix, proof } from '../finding.ts';
import type { NearMiss } from '../near-miss.ts';

/** What sets the selector apart from the Pods that it was probably meant for. */
export function nearMissFinding(facts: Facts, { group, matches }: NearMiss): Finding {
  const { selector = {} } = facts;
  const off = Object.entries(matches).filter(([, { how }]) => how !== 'exact');
  const { owner } = group;
  const rest = {
    severity: 'error' as const,
    proof: proofOf(facts, { group, matches }),
    fixes: [fixFor(facts, { group, matches })],
  };
  const [first] = off;
  const isSingle = off.length === 1;
  if (first && isSingle) {
    const [key, match] = first;
    const pair = `${key}=${selector[key] ?? ''}`;
    const count = group.pods.length;
    switch (match.how) {
      case 'typo':
        return finding(
          'B1',
          { selector: pair, found: `${key}=${match.found}`, owner, count, letters: match.letters },
          rest,
        );
      case 'key':
        return finding('B2', { key, found: match.found, value: selector[key] ?? '', owner }, rest);
      case 'case':
      case 'stripped':
        return finding('B3', { selector: pair, found: `${key}=${match.found}`, owner }, rest);
      case 'other':
        return finding('B4', { selector: pair, found: `${key}=${match.found ?? '<none>'}`, owner, count }, rest);
      case 'exact':
        break;
    }
  }
  const values = (of: (key: string) => string | undefined): string =>
    off.map(([key]) => `${key}=${of(key) ?? '<none>'}`).join(', ');
  const asked = values((key) => selector[key]);
  const found = values((key) => group.labels[key]);
  const wanted = new Set(off.map(([key]) => selector[key]));
  const isSwapped = off.length > 1 && off.every(([key]) => wanted.has(group.labels[key])) && wanted.size === off.length;
  if (isSwapped) return finding('B13', { selector: asked, found, owner }, rest);
  return finding('B14', { diff: `${asked} → ${found}`, owner }, rest);
}

function proofOf({ service, selector = {} }: Facts, { group, matches }: NearMiss): readonly Proof[] {
  const [pod] = group.pods;
  const labelled = pod ?? group.object;
  const root = pod ? 'metadata.labels' : 'spec.template.metadata.labels';
  return Object.entries(matches)
    .filter(([, { how }]) => how !== 'exact')
    .flatMap(([key, match]) => {
      const at = match.how === 'key' ? match.found : key;
      return [
        proof(service, `spec.selector.${key}`, selector[key]),
        proof(labelled, `${root}.${at}`, group.labels[at]),
      ];
    });
}

/** The selector as the Pods have it. A merge patch removes by null what they don't have. */
function fixFor({ service }: Facts, { group, matches }: NearMiss): Fix {
  const changes = Object.entries(matches).flatMap(([key, match]): readonly (readonly [string, unknown])[] => {
    switch (match.how) {
      case 'exact':
        return [];
      case 'key':
        return [
          [key, null],
          [match.found, group.labels[match.found]],
        ];
      case 'other':
        return [[key, match.found ?? null]];
      case 'case':
      case 'stripped':
      case 'typo':
        return [[key, match.found]];
    }
  });
  return patchFix('change-selector', service, { spec: { selector: Object.fromEntries(changes) } });
}
