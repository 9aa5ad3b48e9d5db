import type { RequestEntry } from '../../shared/model/http.ts';
import { sentence } from '../../shared/sentence.ts';
import type { LiveSource } from '../core/live.ts';
import type { ClusterOptions } from './options.ts';

/** Prints each request of a forward once it is over. */
export function printRequests(
  requests: LiveSource<RequestEntry>,
  { service, output }: { readonly service: string; readonly output: ClusterOptions['output'] },
): void {
  requests.subscribe((notice) => {
    for (const key of notice.all ? [] : notice.keys) {
      const entry = requests.items.get(key);
      if (entry && !entry.running)
        process.stdout.write(`${output === 'json' ? jsonLine(service, entry) : textLine(entry)}\n`);
    }
  });
}

function jsonLine(service: string, { key: _, at, ...entry }: RequestEntry): string {
  return JSON.stringify({ at: new Date(at).toISOString(), service, ...entry });
}

/** `12:04:01Z GET /cart?page=2 200 web-abc 12 ms 4120 B` */
export function textLine({ at, method, path, status, pod, ms, bytes, retried, failure }: RequestEntry): string {
  const parts = [`${new Date(at).toISOString().slice(11, 19)}Z`, method, path, status ?? '-', pod ?? '-', `${ms} ms`];
  const more = [...(retried > 0 ? [`retried ${retried}`] : []), ...(failure ? [sentence(failure)] : [])];
  return [...parts, `${bytes.in} B`, ...more].join(' ');
}
