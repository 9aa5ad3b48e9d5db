import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { failure } from '../../../../shared/failure.ts';
import type { FindingCode, Verdict } from '../../../../shared/model/diagnosis.ts';
import { ClusterFacts } from '../cluster-facts.ts';
import { expectedSlices } from '../membership.ts';
import type { KindName, Maybe, Obj } from '../objects.ts';
import { snapshotOf } from '../snapshot.ts';
import { checkedOf, type HeardInShort } from './heard.ts';
import { mergePatch, type Json } from './merge-patch.ts';
import { podsOf } from './would-be.ts';

/** One Service and its surroundings, as a difference to the healthy ones of `base.yaml`. */
export interface Fixture {
  readonly name: string;
  /** The code of the first finding; absent where nothing may be wrong. */
  readonly code?: string;
  readonly verdict: Verdict;
  /** Codes that this healthy scene is next to: what a rule that is too eager would say of it. */
  readonly near?: FindingCode | readonly FindingCode[];
  /** What the first finding has to name, in its proof. */
  readonly names?: readonly string[];
  /** Merge patches by `Kind/name`, `Pod/*` for all Pods of shop; null removes the object. */
  readonly change?: Readonly<Record<string, Maybe<Json>>>;
  readonly add?: readonly Obj[];
  /** `[NAMESPACE/]POD` that asks. */
  readonly client?: string;
  /** The Service to ask about; `web` unless told. */
  readonly service?: string;
  /** Kinds that may not be read. */
  readonly gaps?: readonly KindName[];
  /** What checks have heard that a person asked for. */
  readonly heard?: HeardInShort;
  /** Why a control plane doesn't come to it by itself: its Pods and statuses have to be written there as they are. */
  readonly byHand?: string;
  /** Why not even that can bring it about on a real one. */
  readonly notOnBed?: string;
  /** Why the demo cluster can't, though a real one can. */
  readonly notOnDemo?: string;
}

const folder = new URL('../fixtures/', import.meta.url);
const read = (file: string): unknown => parse(readFileSync(new URL(file, folder), 'utf8'));

export const NOW = Date.parse('2026-11-21T12:00:00Z');
export const base = read('base.yaml') as readonly Obj[];
export const fixtures: readonly Fixture[] = readdirSync(folder)
  .filter((file) => file !== 'base.yaml')
  .toSorted()
  .flatMap((file) => read(file) as readonly Fixture[]);

/** What a person writes: workloads, Services, policies. Pods and slices are what controllers make of it. */
export function writtenObjects({ change = {}, add = [] }: Fixture): readonly Obj[] {
  return patched([...base, ...add], change);
}

/** With the Pods and ReplicaSets that controllers would have made of it, as far as the fixture leaves them. */
export function settledObjects(fixture: Fixture): readonly Obj[] {
  const written = writtenObjects(fixture);
  return [...written, ...patched(written.flatMap(podsOf), fixture.change ?? {})];
}

/** The whole cluster, as a server would show it once it has settled. */
export function clusterOf(fixture: Fixture): ClusterFacts {
  const { change = {}, gaps = [], heard } = fixture;
  const objects = settledObjects(fixture);
  const settled = factsOf(objects);
  const services = settled.all('Service').filter(({ spec }) => spec.selector && spec.type !== 'ExternalName');
  const slices = services.flatMap((service) => {
    const pods = settled.podsWith(service.metadata.namespace ?? '', service.spec.selector ?? {});
    return expectedSlices(service, pods, settled);
  });
  const checks = heard ? [checkedOf(heard, NOW)] : [];
  return factsOf([...objects, ...patched(slices, change), ...checks], gaps);
}

function factsOf(objects: readonly Obj[], gaps: readonly KindName[] = []): ClusterFacts {
  const kinds = (['Service', 'EndpointSlice', 'Endpoints', 'Pod', 'Node', 'Event'] as const).filter(
    (kind) => !gaps.includes(kind),
  );
  const readable = objects.filter(({ kind }) => !gaps.some((gap) => gap === kind));
  const failures = gaps.map((resource) => failure('forbidden', { user: 'me', verb: 'list', resource, scope: 'shop' }));
  return new ClusterFacts(snapshotOf(readable, { now: NOW, gaps: failures, read: kinds }));
}

function patched(objects: readonly Obj[], changes: NonNullable<Fixture['change']>): readonly Obj[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const keys = [`${kind}/*`, `${kind}/${metadata.name}`, `${kind}/${metadata.namespace ?? ''}/${metadata.name}`];
    let result: unknown = object;
    for (const key of keys) {
      if (!(key in changes)) continue;
      const change = changes[key];
      if (change === null || change === undefined) return [];
      result = mergePatch(result, change);
    }
    return [result as Obj];
  });
}
