import { expect, test } from 'vitest';
import { scenarios } from '../requests/all.ts';
import { run, writtenIn } from './run.ts';
import { get, merge, post, put, watch } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Request, Target } from './target.ts';

/** A cluster that answers each request with itself. */
function echo(sent: Request[], answer: (request: Request) => unknown = (request) => request): Target {
  return {
    send: async (request) => {
      sent.push(request);
      return { status: 200, type: 'application/json', warnings: [], text: JSON.stringify(answer(request)) };
    },
    watch: async ({ path }) => ({
      status: 200,
      type: '',
      lines: (async function* () {
        yield JSON.stringify({ path });
        yield JSON.stringify({ path });
      })(),
      close: () => {},
    }),
    forget: async () => {},
    close: () => {},
  };
}

/** Without what goes before and after every scenario. */
async function walked({ steps, name }: Scenario, answer?: (request: Request) => unknown) {
  const sent: Request[] = [];
  const answers = await run(echo(sent, answer), { name, steps }, 'ns-1');
  return { answers, sent: sent.slice(1, -1) };
}

test('finds the group of a resource, and fills in the namespace and what was kept', async () => {
  const steps = [
    get('deployments/web', { keep: { way: 'method' } }),
    post('services?by={way}', { ns: '{ns}', unknown: '{unknown}' }),
  ];
  const { sent } = await walked({ name: '', steps });
  expect(sent.map(({ path }) => path)).toEqual([
    '/apis/apps/v1/namespaces/ns-1/deployments/web',
    '/api/v1/namespaces/ns-1/services?by=GET',
  ]);
  expect(sent[1]?.body).toBe('{"ns":"ns-1","unknown":"{unknown}"}');
});

test('sends what was kept, changed', async () => {
  const steps = [get('services/web', { keep: { web: '' } }), put('services/web', ['web', { path: null, spec: 1 }])];
  const { sent } = await walked({ name: '', steps });
  expect(JSON.parse(sent[1]?.body ?? '')).toEqual({ method: 'GET', headers: {}, spec: 1 });
});

test('asks again until the answer is what it waits for', async () => {
  let count = 0;
  const steps = [get('services/web', { until: { count: 3 } })];
  const { answers } = await walked({ name: '', steps }, () => ({ count: (count += 1) }));
  // The namespace's own answer was the first.
  expect(answers).toMatchObject([{ to: 'GET services/web', body: { count: 3 } }]);
});

test('tells what a watch hears while other requests are sent, after their answers', async () => {
  const { answers } = await walked({ name: '', steps: [watch('services?watch=1', 1, [merge('services/a', {})])] });
  expect(answers.map(({ to }) => to)).toEqual(['PATCH services/a {"json":{}}', 'WATCH services?watch=1']);
  expect(answers[1]).toMatchObject({ events: [{ path: '/api/v1/namespaces/ns-1/services?watch=1' }], ended: false });
});

test('no two scenarios ask for the same node port or address, for they walk at once', () => {
  const claims = scenarios.flatMap((scenario) => {
    const numbers = writtenIn(scenario).match(/\b30\d{3}\b|\b10\.96\.0\.\d+\b/g) ?? [];
    return [...new Set(numbers)].filter((one) => one !== '10.96.0.1').map((one) => ({ one, name: scenario.name }));
  });
  const twice = claims.filter(({ one }, index) => claims.findIndex((other) => other.one === one) !== index);
  expect(twice).toEqual([]);
});
