import type { Change } from '../history.ts';
import type { DemoObject } from '../registry.ts';
import { apiVersionOf, type Resource } from '../resources.ts';
import { expired, unprocessable, unworded } from '../status-error.ts';
import { forbidden } from '../validation/field-error.ts';
import type { Exchange } from './exchange.ts';
import { parseVersion } from './list.ts';
import { selectorOf, type Matches } from './selectors.ts';
import { tableOf } from './table/table.ts';

/** As often as the real server's watch cache sends them. */
const BOOKMARK_INTERVAL = 60_000;
/** A watcher that lets more than this pile up is cut off: it may come back and ask for what it missed. */
const MOST_UNREAD = 8 * 1024 * 1024;

export interface WatchQuestion {
  readonly resource: Resource;
  readonly namespace: string | undefined;
}

/** Answers a watch until the client goes, its time is up, or `signal` aborts. */
export async function serveWatch(
  exchange: Exchange,
  { resource, namespace }: WatchQuestion,
  signal: AbortSignal,
): Promise<void> {
  const { query, store, clock } = exchange;
  const watch = new Watcher(exchange, resource);
  const initial = initialEvents(query);
  const from = readVersion(query.get('resourceVersion'));
  const matches = selectorOf(query, resource.kind);
  const isAbout = ({ kind, metadata }: DemoObject): boolean =>
    kind === resource.kind && (namespace === undefined || metadata.namespace === namespace);
  const missed = initial || from === undefined || from === 0 ? undefined : store.history.since(from);
  watch.begin();
  if (from !== undefined && from > 0 && !initial && !missed) {
    const oldest = store.history.oldest;
    watch.fail(expired(`too old resource version: ${from} (${oldest})`).body);
    return;
  }
  const tell = (change: Change): void => {
    if (!isAbout(change.object) || (from !== undefined && change.version <= from)) return;
    watch.change(change, matches);
  };
  if (missed) missed.forEach(tell);
  else
    for (const object of store.list(resource.kind, namespace))
      if (!matches || matches(object)) watch.event('ADDED', object);
  const allowsBookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1';
  if (initial && allowsBookmarks) watch.bookmark(store.version, { 'k8s.io/initial-events-end': 'true' });

  const end = new AbortController();
  const stop = (): void => end.abort(new Error('the watch is over'));
  const unsubscribe = store.subscribe((event) =>
    tell({ ...event, version: Number(event.object.metadata.resourceVersion) }),
  );
  exchange.response.on('close', stop);
  signal.addEventListener('abort', stop);
  const timeout = Number(query.get('timeoutSeconds') ?? 0);
  if (timeout > 0) clock.sleep(timeout * 1_000, end.signal).then(stop, () => undefined);
  try {
    for (;;) {
      await clock.sleep(BOOKMARK_INTERVAL, end.signal);
      if (allowsBookmarks) watch.bookmark(store.version);
    }
  } catch {
    // The end was asked for.
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', stop);
    watch.end();
  }
}

function initialEvents(query: URLSearchParams): boolean {
  if (!query.has('sendInitialEvents')) return false;
  if (query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw unprocessable({ name: '', group: 'meta.k8s.io', kind: 'ListOptions' }, [
      forbidden('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    ]);
  return query.get('sendInitialEvents') === 'true';
}

function readVersion(text: string | null): number | undefined {
  try {
    return parseVersion(text);
  } catch (error) {
    throw error instanceof SyntaxError ? unworded(error.message) : error;
  }
}

/** The lines of one watch. */
class Watcher {
  readonly #exchange: Exchange;
  readonly #resource: Resource;
  #isHeaded = true;

  constructor(exchange: Exchange, resource: Resource) {
    this.#exchange = exchange;
    this.#resource = resource;
  }

  begin(): void {
    this.#exchange.response.writeHead(200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, private',
    });
    this.#exchange.response.flushHeaders();
  }

  /** An object that begins to match is new to this client, and one that no longer does is gone. */
  change({ type, object, previous }: Change, matches: Matches | undefined): void {
    const isNow = type !== 'DELETED' && (!matches || matches(object));
    const wasBefore = type !== 'ADDED' && (!matches || matches(previous ?? object));
    if (isNow) this.event(wasBefore ? 'MODIFIED' : 'ADDED', object);
    else if (wasBefore) this.event('DELETED', type === 'DELETED' ? object : withVersionOf(previous ?? object, object));
  }

  event(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: DemoObject): void {
    const { form, clock, query } = this.#exchange;
    if (form !== 'table') return this.#line({ type, object });
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const options = { resource: this.#resource, now: clock.now(), metadata, include: query.get('includeObject') };
    this.#line({ type, object: tableOf([object], { ...options, isHeaded: this.#isHeaded }) });
    this.#isHeaded = false;
  }

  bookmark(version: number, annotations?: Readonly<Record<string, string>>): void {
    const metadata = { resourceVersion: String(version), ...(annotations && { annotations }) };
    const object = { kind: this.#resource.kind, apiVersion: apiVersionOf(this.#resource), metadata };
    this.#line({ type: 'BOOKMARK', object });
  }

  fail(status: object): void {
    this.#line({ type: 'ERROR', object: status });
    this.end();
  }

  end(): void {
    if (!this.#exchange.response.destroyed) this.#exchange.response.end();
  }

  #line(line: object): void {
    const { response } = this.#exchange;
    if (response.destroyed || response.writableEnded) return;
    response.write(`${JSON.stringify(line)}\n`);
    if (response.writableLength > MOST_UNREAD) response.destroy();
  }
}

function withVersionOf(object: DemoObject, { metadata: { resourceVersion } }: DemoObject): DemoObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
