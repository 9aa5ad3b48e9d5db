import { connect, type Socket } from 'node:net';
import { homedir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressWord, hash32 } from '../../electron/core/balance/hash.ts';
import { createCore, type Core } from '../../electron/core/core.ts';
import type { BalanceWishes, PolicyName } from '../../shared/model/balance.ts';
import type { ForwardView } from '../../shared/model/forward.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';

const CONNECTIONS = 60;

describe.skipIf(noCluster)('60 connections through the real API server to 3 Pods', () => {
  const shared = useBed();
  let core: Core;
  let context: string;
  let open: Socket[];

  beforeEach(async () => {
    open = [];
    core = await createCore({ env: process.env, home: homedir(), kubeconfig: shared.bed.kubeconfig });
    context = [...core.clusters.contexts.items.keys()][0] ?? '';
    core.clusters.connect(context);
  });
  afterEach(async () => {
    for (const socket of open) socket.destroy();
    await core.close();
  });

  async function forward(wishes: BalanceWishes, name = 'web', ready = 3): Promise<string> {
    const { key } = await core.forwards.start({ context, namespace: 'shop', name, port: 80, http: 'off', ...wishes });
    await shared.bed.waitFor('the ready endpoints', () => pods(key).length === ready);
    return key;
  }

  function view(key: string): ForwardView {
    const found = core.forwards.views.items.get(key);
    if (!found) throw new Error('the forward is gone');
    return found;
  }

  /** The Pods that get connections, in the order in which policies see them. */
  function pods(key: string): readonly string[] {
    const ready = view(key).endpoints.filter(({ state }) => state === 'ready');
    return ready.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ pod }) => pod);
  }

  /** The Pod that answers a new connection, which stays open. */
  function podBehind(key: string, localAddress = '127.0.0.1'): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: view(key).local?.port ?? 0, host: '127.0.0.1', localAddress });
      open.push(socket);
      let answer = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
        const pod = /"pod":"([^"]+)"/.exec(answer)?.[1];
        if (pod !== undefined) resolve(pod);
      });
      socket.on('error', reject);
      socket.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
    });
  }

  /** How many of the connections, opened one after the other and held, each of `pods(key)` got. */
  async function shares(key: string): Promise<readonly number[]> {
    const all = pods(key);
    const counts = new Map(all.map((pod) => [pod, 0]));
    for (let n = 0; n < CONNECTIONS; n++) {
      const pod = await podBehind(key);
      counts.set(pod, (counts.get(pod) ?? 0) + 1);
    }
    expect(view(key).connections.failed).toBe(0);
    return all.map((pod) => counts.get(pod) ?? 0);
  }

  /** Weights 3, 2 and 1 for the three Pods. */
  const weights = (key: string): BalanceWishes => ({
    weights: Object.fromEntries(pods(key).map((pod, index) => [pod, 3 - index])),
  });

  test.each<[PolicyName, readonly number[]]>([
    ['round-robin', [20, 20, 20]],
    ['weighted', [20, 20, 20]],
    ['least-connections', [20, 20, 20]],
    ['shortest-delay', [20, 20, 20]],
    ['never-queue', [20, 20, 20]],
    ['first', [60, 0, 0]],
  ])('%s gives %j', async (balance, expected) => {
    expect(await shares(await forward({ balance }))).toEqual(expected);
  });

  test.each<[PolicyName, number]>([
    ['weighted', 0],
    ['least-connections', 1],
    ['shortest-delay', 1],
    ['never-queue', 2],
  ])('%s gives weights 3, 2, 1 their shares, but for %d', async (balance, off) => {
    const key = await forward({ balance });
    core.forwards.change(key, weights(key));
    const [a = 0, b = 0, c = 0] = await shares(key);
    for (const [has, due] of [
      [a, 30],
      [b, 20],
      [c, 10],
    ] as const) {
      expect(Math.abs(has - due)).toBeLessThanOrEqual(off);
    }
  });

  test.each<[PolicyName, number]>([
    ['random', 5],
    ['cluster', 5],
    ['two-choices', 14],
  ])('%s gives everyone some, at least %d', async (balance, least) => {
    const counts = await shares(await forward({ balance }));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(least);
  });

  test.each<PolicyName>(['source-hash', 'destination-hash', 'sticky'])(
    '%s gives one client one Pod',
    async (balance) => {
      const counts = await shares(await forward({ balance }));
      expect(counts.toSorted((a, b) => b - a)).toEqual([60, 0, 0]);
    },
  );

  // Elsewhere 127.0.0.1 is the only loopback address.
  test.runIf(process.platform === 'linux')(
    'source hash gives each client address the Pod that IPVS would',
    async () => {
      const key = await forward({ balance: 'source-hash' });
      const all = pods(key);
      const served = new Set<string>();
      for (let n = 1; n <= CONNECTIONS; n++) {
        const source = `127.0.1.${n}`;
        const pod = await podBehind(key, source);
        served.add(pod);
        expect(pod).toBe(all[hash32(addressWord(source), 8) % 3]);
      }
      expect(served.size).toBe(3);
    },
  );

  test('a Service with session affinity keeps its client by itself', async () => {
    const key = await forward({}, 'cart');
    expect(view(key).policy).toBe('sticky');
    expect(new Set(await shares(key))).toEqual(new Set([0, CONNECTIONS]));
  });

  test('one that is drained gets none while it keeps those it has', async () => {
    const key = await forward({});
    const [drained = ''] = pods(key);
    await shares(key);
    core.forwards.change(key, { drained: [drained] });
    expect(await shares(key)).toEqual([30, 30]);
    const found = view(key).endpoints.find(({ pod }) => pod === drained);
    expect(found).toMatchObject({ state: 'aside', hand: 'drained', live: 20, total: 20 });
  });

  test('as a client on a node, internalTrafficPolicy Local leaves the Pods of that node', async () => {
    const key = await forward({}, 'node-cache', 2);
    const nodes = new Set(view(key).endpoints.flatMap(({ node }) => node ?? []));
    expect(nodes.size).toBeGreaterThan(0);
    for (const asNode of nodes) {
      core.forwards.change(key, { asNode });
      const own = view(key).endpoints.filter(({ node }) => node === asNode);
      expect(pods(key).toSorted()).toEqual(own.map(({ pod }) => pod).toSorted());
      expect(pods(key)).toContain(await podBehind(key));
    }
    core.forwards.change(key, { asNode: 'node-of-nobody' });
    expect(view(key).state).toMatchObject({ state: 'holding', failure: { code: 'none-on-node' } });
  });
});
