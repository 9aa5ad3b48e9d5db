import { shareNotes, type ShareNote, type ShareNoteCode } from '../../../shared/model/share.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import { isTls } from '../services/http-ports.ts';
import type { Candidate } from './candidates.ts';
import { isRuleOf, type ShareDraft } from './draft.ts';
import { placeOf, type ShareFacts } from './facts.ts';
import { faultsOf } from './rules.ts';

const note = (code: ShareNoteCode, params: ShareNote['params'] = {}): ShareNote => ({ code, params });
const when = (condition: boolean, code: ShareNoteCode, params?: ShareNote['params']): readonly ShareNote[] =>
  condition ? [note(code, params)] : [];

const RANK = { block: 0, breaks: 1, grave: 2, note: 3 } as const;
export const byGravity = (a: ShareNote, b: ShareNote): number => RANK[shareNotes[a.code]] - RANK[shareNotes[b.code]];

/** What stands against a draft, what breaks for whom, and what is to be known of its entry. */
export function notesOn(draft: ShareDraft, facts: ShareFacts, wish: ShareWish): readonly ShareNote[] {
  return [...onWhole(draft, facts), ...onRules(draft, facts), ...onReleased(draft), ...onEntry(draft, wish)];
}

function onWhole({ candidates, entry, entries, releasing }: ShareDraft, { classes }: ShareFacts): readonly ShareNote[] {
  // No class at all: nobody would serve it, and what has an entry now would have none.
  const isUnserved = entries.length === 0;
  return [
    ...when(candidates.length === 0, 'nothing-to-share'),
    ...when(isUnserved, 'no-entry'),
    ...when(entry?.via === 'ingress' && classes === undefined, 'class-unknown', { released: releasing.length }),
  ];
}

function onRules(draft: ShareDraft, facts: ShareFacts): readonly ShareNote[] {
  const { candidates, rules, entry } = draft;
  const missing = candidates.filter((one) => !rules.some((rule) => isRuleOf(rule, one)));
  const strays = rules.filter((rule) =>
    candidates.some((one) => isRuleOf(rule, one) && !one.service.spec.ports?.some(({ port }) => port === rule.port)),
  );
  const paths = rules.flatMap(({ path }) => (path === '/' ? [] : [path]));
  return [
    ...missing.map(({ service }) => note('rule-missing', { service: placeOf(service) })),
    ...strays.map(({ namespace, name, port }) =>
      note('rule-wrong', { service: `${namespace}/${name}`, detail: `port ${port}` }),
    ),
    ...faultsOf(rules, facts),
    ...when(paths.length > 0, entry?.via === 'gateway' ? 'path-cut' : 'path-kept', { paths: paths.join(', ') }),
  ];
}

function onReleased({ releasing, rules }: ShareDraft): readonly ShareNote[] {
  const local = releasing.filter(({ service }) => service.spec.externalTrafficPolicy === 'Local');
  const sticky = releasing.filter(({ service }) => service.spec.sessionAffinity === 'ClientIP');
  return [
    ...releasing.flatMap((one) => closedPorts(one, rules)),
    ...releasing.flatMap(({ service }) => {
      const ranges = service.spec.loadBalancerSourceRanges ?? [];
      return when(ranges.length > 0, 'ranges-lost', { service: placeOf(service), ranges: ranges.join(', ') });
    }),
    ...when(local.length > 0, 'client-address-lost', { services: names(local) }),
    ...when(sticky.length > 0, 'affinity-lost', { services: names(sticky) }),
  ];
}

/** An entry has web traffic alone; TLS that was spoken on another port it speaks itself. */
function closedPorts(one: Candidate, rules: ShareDraft['rules']): readonly ShareNote[] {
  const kept = new Set(rules.filter((rule) => isRuleOf(rule, one)).map(({ port }) => port));
  const closed = (one.service.spec.ports ?? []).filter((port) => !kept.has(port.port) && !isTls(port));
  const ports = closed.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`).join(', ');
  return when(closed.length > 0, 'ports-closed', { service: placeOf(one.service), ports });
}

function onEntry(draft: ShareDraft, { tlsSecret, keep }: ShareWish): readonly ShareNote[] {
  const { candidates, traits, objects, entry, balancers } = draft;
  const secured = candidates.filter((one) => hasCertificate(one) || (one.service.spec.ports ?? []).some(isTls));
  const secret = candidates.filter((one) => isTls(one.port) && !hasCertificate(one));
  return [
    ...when(secured.length > 0 && !tlsSecret, 'tls', { services: names(secured) }),
    ...when(secret.length > 0, 'tls-backend', { services: names(secret) }),
    ...when(traits.makes === 'one-each' && objects.length > 1, 'one-each', { n: objects.length }),
    ...when(entry !== undefined && balancers === 0, 'entry-paid'),
    ...when(keep === true, 'moved-later'),
  ];
}

/** Whether the load balancer itself speaks TLS and the Service behind it does not. */
function hasCertificate({ service }: Candidate): boolean {
  return Object.keys(service.metadata.annotations ?? {}).some((key) => /ssl-cert|certificate-id/.test(key));
}

const names = (all: readonly Candidate[]): string => all.map(({ service }) => placeOf(service)).join(', ');
