import { clusterPolicy } from '../../../shared/model/balance.ts';
import type { KubeProxy } from '../../../shared/model/kube-proxy.ts';
import type { NodeRow } from '../../../shared/model/node.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Glyph } from '../../ui/glyph.ts';
import { policyWord } from '../forwards/balance-words.ts';

export function nodeGlyph({ ready, cordoned, conditions }: NodeRow): Glyph {
  if (ready === 'no') return 'bad';
  if (ready === 'unknown') return 'unknown';
  return cordoned || conditions.some(isTrouble) ? 'warn' : 'ready';
}

/** A condition other than Ready is bad news when it is true. */
export function isTrouble({ type, status }: NodeRow['conditions'][number]): boolean {
  return type === 'Ready' ? status !== 'True' : status === 'True';
}

/** The node's state in words: whether it is ready, and what is wrong with it. */
export function nodeWords({ ready, cordoned, conditions }: NodeRow): string {
  const word = { yes: m.nodes_ready, no: m.nodes_not_ready, unknown: m.nodes_unknown }[ready]();
  const troubles = conditions.filter((one) => one.type !== 'Ready' && isTrouble(one)).map(({ type }) => type);
  return [word, ...(cordoned ? [m.nodes_cordoned()] : []), ...troubles].join(', ');
}

export function addressesOf({ addresses }: NodeRow, type: string): string {
  return addresses.flatMap((one) => (one.type === type ? one.address : [])).join(', ') || '–';
}

/** What kind of machine a node is, or whose. */
export function machineOf({ instanceType, provider, local }: NodeRow): string {
  return instanceType ?? provider ?? local ?? '–';
}

/** How a cluster's nodes choose an endpoint. */
export function proxyWords(proxy: KubeProxy | undefined): string {
  if (!proxy) return m.nodes_proxy_unknown();
  const { mode, scheduler } = proxy;
  if (mode === 'iptables' || mode === 'nftables') return m.nodes_proxy_random({ mode });
  if (mode !== 'ipvs') return m.nodes_proxy_other({ mode });
  const policy = clusterPolicy(proxy);
  return m.nodes_proxy_ipvs({ policy: policy === undefined ? (scheduler ?? 'rr') : policyWord(policy) });
}
