import type { ClusterFacts } from './cluster-facts.ts';
import { groupBy } from './index-by.ts';
import type { Labels, Obj, Pod } from './objects.ts';
import { isFinished, isReady } from './pod-facts.ts';

/** Pods made by one workload, or bare ones with the same labels; a workload without Pods stands by its template. */
export interface Group {
  readonly owner: string;
  readonly object: Obj;
  readonly labels: Labels;
  readonly pods: readonly Pod[];
  readonly ready: number;
}

/** How one pair of the selector compares to a group's labels. */
export type PairMatch =
  | { readonly how: 'exact' }
  | { readonly how: 'key'; readonly found: string }
  | { readonly how: 'case' | 'stripped'; readonly found: string }
  | { readonly how: 'typo'; readonly found: string; readonly letters: number }
  | { readonly how: 'other'; readonly found: string | undefined };

export interface NearMiss {
  readonly group: Group;
  readonly matches: Readonly<Record<string, PairMatch>>;
}

const aliases: ReadonlySet<string> = new Set([
  'app',
  'app.kubernetes.io/name',
  'app.kubernetes.io/component',
  'app.kubernetes.io/instance',
  'k8s-app',
  'name',
  'run',
  'component',
  'service',
]);

/** Labels that controllers set anew with each rollout: nothing to compare a selector with. */
const volatile: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
]);

/** All groups of a namespace, found once for as long as nothing in them changes. */
export function groupsIn(cluster: ClusterFacts, namespace: string): readonly Group[] {
  return cluster.groupsOf(namespace, () => findGroups(cluster, namespace));
}

function findGroups(cluster: ClusterFacts, namespace: string): readonly Group[] {
  const pods = cluster.in('Pod', namespace).filter((pod) => !isFinished(pod));
  const byOwner = groupBy(pods, (pod) => {
    const owner = cluster.ownerOf(pod);
    return [owner ? `${owner.kind} ${owner.name}` : `Pod ${JSON.stringify(stable(pod.metadata.labels ?? {}))}`];
  });
  const workloads = cluster.workloads(namespace).map((workload) => {
    const owner = `${workload.kind} ${workload.metadata.name}`;
    const own = byOwner.get(owner) ?? [];
    const labels = own[0]?.metadata.labels ?? workload.spec.template?.metadata?.labels ?? {};
    byOwner.delete(owner);
    return groupOf(owner, { object: workload, labels, pods: own });
  });
  const others = [...byOwner].flatMap(([owner, own]) => {
    const [first] = own;
    if (!first) return [];
    const name = owner.startsWith('Pod {') ? `Pod ${first.metadata.name}` : owner;
    return [groupOf(name, { object: first, labels: first.metadata.labels ?? {}, pods: own })];
  });
  return [...workloads, ...others];
}

function groupOf(owner: string, { object, labels, pods }: Pick<Group, 'object' | 'labels' | 'pods'>): Group {
  return { owner, object, labels: stable(labels), pods, ready: pods.filter(isReady).length };
}

function stable(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !volatile.has(key)));
}

/** The groups that the selector nearly takes in, nearest first; none of which every pair is wide of the mark. */
export function nearMisses(selector: Labels, groups: readonly Group[]): readonly NearMiss[] {
  const scored = groups.map((group) => {
    const matches = Object.fromEntries(
      Object.entries(selector).map(([key, value]) => [key, compare(key, value, group.labels)]),
    );
    const all = Object.values(matches);
    const exact = all.filter(({ how }) => how === 'exact').length;
    const near = all.filter(({ how }) => how !== 'other').length;
    const letters = all.reduce((sum, match) => sum + (match.how === 'typo' ? match.letters : 0), 0);
    return { near: { group, matches }, rank: [near, exact, -letters, group.ready, group.pods.length] };
  });
  return scored
    .filter(({ rank }) => (rank[0] ?? 0) > 0)
    .sort((a, b) => compareRanks(b.rank, a.rank))
    .map(({ near }) => near);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function compare(key: string, value: string, labels: Labels): PairMatch {
  const found = labels[key];
  if (found === value) return { how: 'exact' };
  if (found !== undefined) {
    if (found.toLowerCase() === value.toLowerCase()) return { how: 'case', found };
    if (stripped(found) === stripped(value)) return { how: 'stripped', found };
    const letters = distance(found, value);
    // Other digits are another version or shard, not a slip.
    const isNumbered = found.replaceAll(/\d+/g, '') === value.replaceAll(/\d+/g, '');
    if (!isNumbered && isTypo(letters, Math.max(found.length, value.length))) return { how: 'typo', found, letters };
  }
  const other = Object.keys(labels).find((one) => labels[one] === value && isSameIdea(one, key));
  return other === undefined ? { how: 'other', found } : { how: 'key', found: other };
}

function isSameIdea(a: string, b: string): boolean {
  if (aliases.has(a) && aliases.has(b)) return true;
  return stripped(a) === stripped(b) || isTypo(distance(a, b), Math.max(a.length, b.length)) || aliases.has(a);
}

/** Up to a quarter of the letters; words of three get one, shorter ones (`v1`) none. */
function isTypo(letters: number, length: number): boolean {
  return length >= 3 && letters <= 2 && letters <= Math.max(1, length / 4);
}

function stripped(text: string): string {
  return text.toLowerCase().replaceAll(/[-_./]/g, '');
}

/** Letters to add, drop, change or swap with the next one to get from `a` to `b` (Damerau–Levenshtein, restricted). */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? (before[column - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, change, swap));
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
