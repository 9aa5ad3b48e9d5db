import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ContextView, Link } from '../../../shared/model/context.ts';
import type { ForwardState, ForwardView } from '../../../shared/model/forward.ts';
import { LiveMap } from '../live.ts';
import { record } from './record.ts';

const context = (link: Link): ContextView => ({
  key: 'dev',
  name: 'dev',
  cluster: 'dev',
  user: 'ann',
  server: 'https://dev',
  file: '',
  credential: 'token',
  current: true,
  link,
  scope: { whole: true, namespaces: [], typed: [] },
  gaps: [],
});

const forward = (state: ForwardState, total = 0): ForwardView => ({
  key: 'web',
  spec: { context: 'dev', namespace: 'shop', name: 'web', port: 80 },
  state,
  local: { port: 8080, addresses: ['127.0.0.1'], wanted: 8080 },
  policy: 'round-robin',
  connections: { live: 0, waiting: 0, total, failed: 0 },
  bytes: { in: 0, out: 0 },
  answers: { total: 0 },
  endpoints: [],
  log: [],
});

it('notes each turn once, with why, and nothing of what only counts', () => {
  const contexts = new LiveMap<ContextView>();
  const forwards = new LiveMap<ForwardView>();
  const lines: string[] = [];
  const log = { file: undefined, note: (line: string) => lines.push(line), problem: () => undefined };
  const end = record(log, { contexts, forwards });

  contexts.reset([context({ state: 'off' })]);
  contexts.reset([context({ state: 'live', since: 1 })]);
  forwards.update({ upserts: [forward({ state: 'listening' })] });
  forwards.update({ upserts: [forward({ state: 'listening' }, 7)] });
  const none = failure('none-ready', { service: 'shop/web', total: 2 });
  forwards.update({ upserts: [forward({ state: 'holding', failure: none })] });
  forwards.update({ removes: ['web'] });
  end();
  contexts.reset([context({ state: 'off' })]);

  expect(lines).toEqual([
    'context dev: live',
    'forward dev shop/web:80: listening on 8080',
    'forward dev shop/web:80: holding on 8080 none-ready {"service":"shop/web","total":2}',
    'forward dev shop/web:80: gone',
  ]);
});
