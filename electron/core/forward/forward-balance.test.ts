import { describe, expect } from 'vitest';
import type { PolicyName } from '../../../shared/model/balance.ts';
import { endpointView } from '../testing/forward-samples.ts';
import { test, type ForwardSandbox } from '../testing/forward-sandbox.ts';
import { stall } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';

/** Who answers so many connections, one after the other. */
async function answers(box: ForwardSandbox, count: number): Promise<string> {
  let all = '';
  for (let n = 0; n < count; n++) all += await box.answer();
  return all;
}

const states = (box: ForwardSandbox): string[] =>
  box.forward.view.endpoints.map(({ pod, state, weight, hand = '-' }) => `${pod} ${state} ${weight} ${hand}`);

describe('while it runs', () => {
  test('a forward takes another policy and weights from the next connection on', async ({ box }) => {
    await box.namedPods('a', 'b', 'c');
    box.target.set(['a', 'b', 'c']);
    expect(await answers(box, 4)).toBe('abca');
    box.forward.change({ balance: 'first' });
    expect(await answers(box, 3)).toBe('aaa');
    box.forward.change({ balance: 'weighted', weights: { a: 4, b: 3, c: 2 } });
    expect(await answers(box, 18)).toBe('AABABCABC'.repeat(2).toLowerCase());
    expect(box.forward.view).toMatchObject({ policy: 'weighted', spec: { balance: 'weighted' } });
    expect(states(box)).toEqual(['a ready 4 -', 'b ready 3 -', 'c ready 2 -']);
    const balanced = box.forward.view.log.filter(({ kind }) => kind === 'balanced');
    expect(balanced.map(({ policy }) => policy)).toEqual(['first', 'weighted']);
  });

  test('a drained endpoint keeps its connections, gets no new ones, and comes back', async ({ box }) => {
    await box.namedPods('b');
    box.server.pods.set('shop/a', stall);
    box.target.set(['a', 'b']);
    const old = box.client();
    await until(() => box.server.connections.length === 1);
    box.forward.change({ drained: ['a'] });
    expect(await answers(box, 3)).toBe('bbb');
    expect(states(box)).toEqual(['a aside 1 drained', 'b ready 1 -']);
    box.server.connections[0]?.write('still here');
    await until(() => old.heard === 'still here');
    await box.namedPods('a');
    box.forward.change({ drained: [] });
    expect(await answers(box, 2)).toBe('ab');
    expect(box.forward.view.log.flatMap(({ kind, pod = '' }) => (pod === 'a' ? kind : []))).toEqual([
      'joined',
      'left',
      'joined',
    ]);
  });

  test('connections wait for the only endpoint that may serve, and are told so', async ({ box }) => {
    await box.namedPods('a', 'b');
    box.target.set(['a', 'b']);
    box.forward.change({ pinned: ['b'] });
    expect(await answers(box, 3)).toBe('bbb');
    box.target.set(['a', endpointView('b', { ready: false, serving: false })]);
    expect(box.forward.view.state).toMatchObject({
      state: 'holding',
      failure: { code: 'pinned-away', params: { service: 'shop/web', pods: 'b' } },
    });
    const one = box.client();
    await until(() => box.forward.view.connections.waiting === 1);
    box.target.set(['a', 'b']);
    await until(() => one.heard === 'b');
    const late = box.client();
    await until(() => late.ended === 'end');
    box.forward.change({ pinned: [], drained: ['a', 'b'] });
    const lost = box.client();
    await until(() => box.forward.view.connections.waiting === 1);
    await box.clock.advance(10_000);
    await until(() => lost.ended === 'reset');
    await until(() => box.forward.view.lastFailure?.code === 'all-drained');
  });

  test('a forward is served as a client on a node would be', async ({ box }) => {
    await box.namedPods('a', 'b');
    const [a, b] = [endpointView('a', { node: 'n1' }), endpointView('b', { node: 'n2' })];
    box.target.set([a, b], { internalTrafficPolicy: 'Local' });
    expect(await answers(box, 2)).toBe('ab');
    box.forward.change({ asNode: 'n2' });
    expect(await answers(box, 2)).toBe('bb');
    expect(states(box)).toEqual(['a aside 1 -', 'b ready 1 -']);
    box.forward.change({ asNode: 'n3' });
    expect(box.forward.view.state).toMatchObject({ failure: { code: 'none-on-node', params: { node: 'n3' } } });
    box.forward.change({ asNode: '' });
    expect(await answers(box, 2)).toBe('ab');
  });

  test('connections that are open count for the next one, also those still being asked for', async ({ box }) => {
    for (const pod of ['a', 'b', 'c']) box.server.pods.set(`shop/${pod}`, stall);
    box.target.set(['a', 'b', 'c']);
    box.forward.change({ balance: 'least-connections', weights: { b: 4 } });
    const clients = Array.from({ length: 12 }, () => box.client());
    await until(() => box.forward.view.connections.live === clients.length);
    expect(box.forward.view.endpoints.map(({ pod, live }) => `${pod} ${live}`)).toEqual(['a 2', 'b 8', 'c 2']);
    for (const { socket } of clients) socket.resetAndDestroy();
    await until(() => box.forward.view.connections.live === 0);
    await box.namedPods('a', 'b', 'c');
    expect(await answers(box, 1)).toBe('a');
    await until(() => box.forward.view.connections.live === 0);
    expect(await answers(box, 1)).toBe('a');
  });
});

describe('without a wish', () => {
  const many = Array.from({ length: 21 }, (_, n) => `web-${String(n).padStart(2, '0')}`);

  test('the Service decides the policy, as it changes', ({ box }) => {
    const policies: PolicyName[] = [];
    const look = (): void => void policies.push(box.forward.view.policy);
    box.target.set(many.slice(0, 20));
    look();
    box.target.set(many);
    look();
    box.target.set(many, { sessionAffinity: { type: 'ClientIP', seconds: 60 } });
    look();
    box.forward.change({ balance: 'random' });
    look();
    box.forward.change({ balance: 'automatic' });
    look();
    expect(policies).toEqual(['round-robin', 'two-choices', 'sticky', 'random', 'sticky']);
  });

  test('a client stays with its endpoint for as long as the Service’s affinity says', async ({ box }) => {
    await box.namedPods('a', 'b', 'c');
    box.target.set(['a', 'b', 'c'], { sessionAffinity: { type: 'ClientIP', seconds: 60 } });
    expect(await answers(box, 3)).toBe('aaa');
    box.target.set(['b', 'c'], { sessionAffinity: { type: 'ClientIP', seconds: 60 } });
    expect(await answers(box, 2)).toBe('bb');
    await box.clock.advance(60_000);
    expect(await answers(box, 2)).toBe('cc');
  });
});
