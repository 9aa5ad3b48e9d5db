import { isDeepStrictEqual } from 'node:util';
import type { CheckReport } from '../../../shared/model/check.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import { OpenedMap } from '../services/opened.ts';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnoseMissing } from './diagnose.ts';
import { serverFacts } from './server-facts.ts';
import type { Checked, Obj } from './objects.ts';
import { snapshotOf } from './snapshot.ts';
import { TouchedDiagnoses } from './touched.ts';
import { WatchedFacts } from './watched-facts.ts';

/** Changes come in flocks: wait this long, in ms, for the rest of one. */
const SETTLE = 100;
/** How often, in ms, to look at what time alone changes. */
const TICK = 10_000;
/** How many ticks what is not watched stays as it was asked for. */
const KEPT_TICKS = 6;

/** So many Services' checks are kept for whoever looks at a cluster later. */
const KEPT_CHECKS = 200;

interface Shared {
  readonly source: OpenedMap<Diagnosis>;
  readonly changed: (before: Obj | undefined, after: Obj) => void;
  facts: ClusterFacts;
  readers: number;
}

/** The diagnoses of whole clusters, each made once for all who look at it, and only while somebody does. */
export class Diagnoses {
  readonly #clock: Clock;
  readonly #shared = new Map<Cluster, Shared>();
  readonly #checked = new WeakMap<Cluster, Map<string, Checked>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every Service's, made anew by itself when anything that it rests on has changed. */
  all(cluster: Cluster): OpenedMap<Diagnosis> {
    return this.#follow(cluster, ({ source }) => source.items);
  }

  /** One Service's. */
  service(cluster: Cluster, ref: ServiceRef): OpenedMap<Diagnosis> {
    const key = serviceKey(ref);
    return this.#follow(cluster, ({ source, facts }) => {
      const found = source.items.get(key);
      const isKnown = found !== undefined || source.freshness.state === 'loading';
      return new Map(isKnown ? found && [[key, found]] : [[key, { ...diagnoseMissing(facts, ref), key }]]);
    });
  }

  /** What was heard of a Service is a fact of it from now on, in place of what was heard before by the same kind of check. */
  take(cluster: Cluster, { namespace, name }: ServiceRef, report: CheckReport): void {
    const all = this.#checksOf(cluster);
    const key = `${namespace}/${name}`;
    const before = all.get(key);
    const others = before?.reports.filter(({ kind }) => kind !== report.kind) ?? [];
    const after = { kind: 'PortolanCheck', metadata: { namespace, name }, reports: [...others, report] };
    all.delete(key);
    all.set(key, after);
    for (const old of [...all.keys()].slice(0, -KEPT_CHECKS)) all.delete(old);
    this.#shared.get(cluster)?.changed(before, after);
  }

  #checksOf(cluster: Cluster): Map<string, Checked> {
    const known = this.#checked.get(cluster) ?? new Map<string, Checked>();
    this.#checked.set(cluster, known);
    return known;
  }

  #follow(cluster: Cluster, itemsOf: (shared: Shared) => ReadonlyMap<string, Diagnosis>): OpenedMap<Diagnosis> {
    const shared = this.#lease(cluster);
    const { source } = shared;
    const followed = new OpenedMap<Diagnosis>(() => {
      stop();
      shared.readers -= 1;
      if (shared.readers > 0) return;
      this.#shared.delete(cluster);
      source.close();
    });
    const copy = (keys?: readonly string[]): void => {
      const items = itemsOf(shared);
      const all = keys ?? new Set([...followed.items.keys(), ...items.keys()]);
      const upserts: Diagnosis[] = [];
      const removes: string[] = [];
      for (const key of all) {
        const item = items.get(key);
        if (item && item !== followed.items.get(key)) upserts.push(item);
        else if (!item && followed.items.has(key)) removes.push(key);
      }
      const { freshness } = source;
      if (upserts.length + removes.length > 0) followed.update({ upserts, removes, freshness });
      else if (!isDeepStrictEqual(freshness, followed.freshness)) followed.mark(freshness);
    };
    const stop = source.subscribe((notice) => copy(notice.all || notice.keys.length === 0 ? undefined : notice.keys));
    copy();
    return followed;
  }

  #lease(cluster: Cluster): Shared {
    let shared = this.#shared.get(cluster);
    if (!shared) {
      const facts = new ClusterFacts({ objects: {}, gaps: [], now: this.#clock.now() });
      const made: Shared = {
        ...watchAll(cluster, {
          clock: this.#clock,
          checks: this.#checksOf(cluster),
          onFacts: (now) => (made.facts = now),
        }),
        facts,
        readers: 0,
      };
      this.#shared.set(cluster, (shared = made));
    }
    shared.readers += 1;
    return shared;
  }
}

interface WatchOptions {
  readonly clock: Clock;
  readonly checks: ReadonlyMap<string, Checked>;
  readonly onFacts: (facts: ClusterFacts) => void;
}

function watchAll(cluster: Cluster, { clock, checks, onFacts }: WatchOptions): Pick<Shared, 'source' | 'changed'> {
  const end = new AbortController();
  const found = new OpenedMap<Diagnosis>(() => {
    end.abort(new Error('nobody looks any more'));
    watched.close();
  });
  let touched: TouchedDiagnoses | undefined;
  let extra: readonly Obj[] | undefined;
  let known = '';
  let isRunning = false;

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    try {
      await clock.sleep(SETTLE, end.signal);
      for (const round of touched?.rounds() ?? []) {
        const { upserts, removes } = round;
        if (upserts.length + removes.length > 0) found.update({ upserts, removes, freshness: found.freshness });
        await clock.sleep(0, end.signal);
      }
      mark();
    } finally {
      isRunning = false;
    }
    if (touched?.isDue) await run();
  };
  const start = (): void => {
    run().catch(() => undefined); // only the end stops it
  };

  const mark = (): void => {
    const { freshness } = watched;
    const shown = touched && !touched.isDue ? freshness : freshness.state === 'live' ? undefined : freshness;
    if (shown && !isDeepStrictEqual(shown, found.freshness)) found.mark(shown);
  };

  /** What may be read is known, or known anew: everything is looked at again. */
  const begin = (): void => {
    const { read, gaps } = watched;
    if (watched.isReady && extra === undefined) askServer().catch(() => undefined); // the next tick asks again
    const standing = JSON.stringify({ read, gaps, extra });
    if (!watched.isReady || extra === undefined || standing === known) return mark();
    known = standing;
    const objects = [...watched.objects, ...extra, ...checks.values()];
    const facts = new ClusterFacts(snapshotOf(objects, { now: clock.now(), gaps, read }));
    onFacts(facts);
    const gone = [...found.items.keys()].filter((key) => !facts.has('Service', key.split('/').slice(-2).join('/')));
    if (gone.length > 0) found.update({ removes: gone, freshness: found.freshness });
    touched = new TouchedDiagnoses(facts, cluster.context);
    start();
  };

  const changed = (before: Obj | undefined, after: Obj | undefined): void => {
    touched?.change(before, after);
    if (touched?.isDue) start();
  };

  const watched: WatchedFacts = new WatchedFacts(cluster, {
    onChange: (before, after) => changed(before, after),
    onStanding: () => begin(),
  });

  let isAsking = false;
  const askServer = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      extra = await serverFacts(cluster, end.signal);
    } finally {
      isAsking = false;
    }
    begin();
  };

  const keepTime = async (): Promise<void> => {
    for (let ticks = 1; ; ticks += 1) {
      await clock.sleep(TICK, end.signal);
      if (extra === undefined || ticks % KEPT_TICKS === 0) await askServer().catch(() => undefined);
      touched?.tick(clock.now());
      if (touched?.isDue) start();
    }
  };
  keepTime().catch(() => undefined); // only the end stops it
  begin();
  return { source: found, changed };
}
