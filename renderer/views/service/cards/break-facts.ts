import { ageText } from '../../../../shared/age.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import type { Break, Route } from '../chart/route.ts';
import { reasonsLine } from '../chart/words.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly code?: boolean;
}

/** What is known about a break from the objects alone: no guess at its cause. */
export function breakFacts(it: Break, { service, lanes, port }: Route, now: number): readonly Fact[] {
  switch (it.why) {
    case 'pending':
      return pendingFacts(service, now);
    case 'no-pod':
    case 'no-endpoint':
      return selectorFact(service.selector);
    case 'no-selector':
      return [];
    case 'no-port':
      return [{ name: m.detail_fact_target(), value: String(port?.targetPort ?? ''), code: true }];
    case 'none-ready':
    case 'pods-without-endpoint':
      return [...selectorFact(service.selector), { name: m.detail_fact_reasons(), value: reasonsLine(lanes) }];
  }
}

function selectorFact(selector: Readonly<Record<string, string>> | undefined): readonly Fact[] {
  if (!selector) return [];
  const value = Object.entries(selector).map(([label, wanted]) => `${label}=${wanted}`);
  return [{ name: m.detail_fact_selector(), value: value.join(', '), code: true }];
}

function pendingFacts(service: Route['service'], now: number): readonly Fact[] {
  const { clusterIPs, loadBalancerClass, created, ports } = service;
  const nodePorts = ports.flatMap(({ nodePort }) => nodePort ?? []);
  const facts: (Fact | undefined)[] = [
    { name: m.detail_fact_age(), value: ageText(now - Date.parse(created)) },
    loadBalancerClass === undefined ? undefined : { name: m.detail_fact_class(), value: loadBalancerClass, code: true },
    clusterIPs[0] === undefined
      ? undefined
      : { name: m.detail_fact_inside(), value: clusterIPs.join(', '), code: true },
    nodePorts.length === 0
      ? undefined
      : { name: m.detail_fact_nodes(), value: nodePorts.map((port) => `:${port}`).join(', '), code: true },
  ];
  return facts.filter((fact) => fact !== undefined);
}
