import { list, record, text } from '../../json.ts';
import type { DemoObject } from '../registry.ts';
import { badRequest, notFound } from '../../api-rules/status-error.ts';
import type { Exchange } from './exchange.ts';
import { wrongMethod } from './target.ts';
import type { Target } from './target.ts';

/** `pods/log`: what a container has written, and with `follow` what it goes on to write. */
export function serveLogs(exchange: Exchange, { namespace = '', name = '' }: Target): void {
  const { request, response, query, store, kubelet } = exchange;
  if (request.method !== 'GET') throw wrongMethod();
  const pod = store.get({ kind: 'Pod', namespace, name });
  if (!pod) throw notFound({ name, kind: 'pods' });
  const container = containerOf(pod, query.get('container') ?? '');
  if (text(pod.spec?.['nodeName']) === '') return void response.writeHead(204).end();
  const lines = kubelet.logs(
    { namespace, name },
    {
      container,
      follow: query.get('follow') === 'true',
      previous: query.get('previous') === 'true',
      timestamps: query.get('timestamps') === 'true',
      ...numberOption(query, 'tailLines'),
      ...numberOption(query, 'sinceSeconds'),
    },
  );
  lines.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(400, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(badRequest(error.message).body));
  });
  response.on('close', () => lines.destroy());
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
  lines.pipe(response);
}

/** The container that is asked for, or the only one. Throws `StatusError`. */
export function containerOf(pod: DemoObject, asked: string): string {
  const { name } = pod.metadata;
  const names = list(pod.spec?.['containers']).map((one) => text(record(one)['name']));
  if (asked === '') {
    const [only = ''] = names;
    if (names.length === 1) return only;
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  const init = list(pod.spec?.['initContainers']).map((one) => text(record(one)['name']));
  if ([...names, ...init].includes(asked)) return asked;
  throw badRequest(`container ${asked} is not valid for pod ${name}`);
}

function numberOption(query: URLSearchParams, key: 'tailLines' | 'sinceSeconds'): Partial<Record<typeof key, number>> {
  const value = query.get(key);
  return value === null || value === '' ? {} : { [key]: Number(value) };
}
