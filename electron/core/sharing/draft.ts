import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { ShareEntry, SharePlan, ShareRule } from '../../../shared/model/share.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { entriesOf, newBalancers, traitsOf, type EntryTraits } from './entries.ts';
import type { ShareFacts } from './facts.ts';
import { manifestsOf } from './manifests.ts';
import { domainOf, proposeRules } from './rules.ts';

/** What a wish comes to before anybody was asked what the changes of the Services mean. */
export interface ShareDraft extends Pick<SharePlan, 'name' | 'entries' | 'left'> {
  readonly entry: ShareEntry | undefined;
  readonly traits: EntryTraits;
  readonly candidates: readonly Candidate[];
  readonly rules: readonly ShareRule[];
  readonly objects: readonly ApiJson[];
  /** Those that give up their load balancers. */
  readonly releasing: readonly Candidate[];
  /** Load balancers that come with the objects. */
  readonly balancers: number;
}

const NAME = 'shared';

/** Pure: the same facts and wish give the same draft. */
export function draftShare(facts: ShareFacts, wish: ShareWish): ShareDraft {
  const { name = NAME, keep = false, tlsSecret } = wish;
  const { candidates, left } = candidatesOf(facts, wish.services);
  const entries = entriesOf(facts);
  const entry = entries.find(({ key }) => key === wish.entry) ?? entries[0];
  const traits = traitsOf(entry ?? NOWHERE, name);
  const own = (rule: ShareRule): boolean => candidates.some((one) => isRuleOf(rule, one));
  const rules = wish.rules?.filter(own) ?? proposeRules(candidates, wish.domain ?? domainOf(facts), facts);
  const objects = entry ? manifestsOf(rules, { entry, traits, name, tlsSecret }) : [];
  return {
    name,
    entries,
    entry,
    traits,
    left,
    candidates,
    rules,
    objects,
    releasing: keep ? [] : candidates.filter(({ service }) => service.spec.type === 'LoadBalancer'),
    balancers: newBalancers(traits, objects.length, { facts, via: entry?.via ?? 'ingress' }),
  };
}

export function isRuleOf(rule: Pick<ShareRule, 'namespace' | 'name'>, { service: { metadata } }: Candidate): boolean {
  return rule.namespace === metadata.namespace && rule.name === metadata.name;
}

const NOWHERE: ShareEntry = { key: '', via: 'ingress', name: '', controller: undefined };
