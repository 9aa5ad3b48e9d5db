import type { Change } from '../history.ts';
import type { DemoObject } from '../registry.ts';
import { apiVersionOf, type Resource } from '../../api-rules/resources.ts';
import { expired } from '../../api-rules/status-error.ts';
import { writeWarnings, type Exchange } from './exchange.ts';
import { parseListOptions, type ListOptions } from './list-options.ts';
import { selectorOf, type Matches } from './selectors.ts';
import { tableOf } from './table/table.ts';

/** As often as the real server's watch cache sends them. */
const BOOKMARK_INTERVAL = 60_000;
const LAST_BOOKMARK = 2_000;
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
  const { query, store } = exchange;
  const options = parseListOptions(query);
  const matches = selectorOf(query, resource.kind);
  const watch = new Watcher(exchange, resource);
  const { version: from = 0, sendsInitial = false } = options;
  const isFresh = from === 0 || sendsInitial;
  const missed = isFresh ? undefined : store.history.since(from);
  watch.begin();
  if (!isFresh && !missed) {
    watch.fail(expired(`too old resource version: ${from} (${store.history.oldest})`).body);
    return;
  }
  const tell = (change: Change): void => {
    const { kind, metadata } = change.object;
    const isAbout = kind === resource.kind && (namespace === undefined || metadata.namespace === namespace);
    if (isAbout && (isFresh || change.version > from)) watch.change(change, matches);
  };
  if (missed) missed.forEach(tell);
  else
    for (const object of store.list(resource.kind, namespace))
      if (!matches || matches(object)) watch.event('ADDED', object);
  if (sendsInitial && options.allowsBookmarks) watch.bookmark(store.version, { 'k8s.io/initial-events-end': 'true' });
  const unsubscribe = store.subscribe((event) =>
    tell({ ...event, version: Number(event.object.metadata.resourceVersion) }),
  );
  try {
    await untilOver(exchange, { options, signal, onBookmark: () => watch.bookmark(store.version) });
  } finally {
    unsubscribe();
    watch.end();
  }
}

interface Waiting {
  readonly options: ListOptions;
  readonly signal: AbortSignal;
  readonly onBookmark: () => void;
}

/** Waits for the end of a watch, with a bookmark now and then and one shortly before its time is up. */
async function untilOver({ response, clock }: Exchange, { options, signal, onBookmark }: Waiting): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort(new Error('the watch is over'));
  const { timeoutSeconds, allowsBookmarks } = options;
  const deadline = timeoutSeconds > 0 ? clock.now() + timeoutSeconds * 1_000 : Infinity;
  response.on('close', stop);
  signal.addEventListener('abort', stop);
  try {
    for (let next = Math.min(clock.now() + BOOKMARK_INTERVAL, deadline - LAST_BOOKMARK); next < deadline;) {
      if (next > clock.now()) {
        await clock.sleep(next - clock.now(), end.signal);
        if (allowsBookmarks) onBookmark();
      }
      const isLast = deadline - clock.now() <= LAST_BOOKMARK;
      next = isLast ? deadline : Math.min(clock.now() + BOOKMARK_INTERVAL, deadline - LAST_BOOKMARK);
    }
    await clock.sleep(Math.max(0, deadline - clock.now()), end.signal);
  } catch {
    // The end was asked for.
  } finally {
    signal.removeEventListener('abort', stop);
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
    writeWarnings(this.#exchange);
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
    const options = { resource: this.#resource, now: clock.now(), metadata, include: query.get('includeObject') ?? '' };
    this.#line({ type, object: tableOf([object], { ...options, isHeaded: this.#isHeaded }) });
    this.#isHeaded = false;
  }

  bookmark(version: number, annotations?: Readonly<Record<string, string>>): void {
    const metadata = { resourceVersion: String(version), ...(annotations && { annotations }) };
    const { kind } = this.#resource;
    const empty = kind === 'Service' ? { spec: {}, status: { loadBalancer: {} } } : {};
    const object = { kind, apiVersion: apiVersionOf(this.#resource), metadata, ...empty };
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
