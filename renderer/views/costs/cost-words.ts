import type { CostPart, CostRow, CostTrait } from '../../../shared/model/cost.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { currentLocale } from '../../i18n.svelte.ts';

/** An amount of money; cents only below a hundred, where they mean something. */
export function money(amount: number, currency: string): string {
  const digits = amount < 100 ? 2 : 0;
  const style = { style: 'currency', currency, maximumFractionDigits: digits, minimumFractionDigits: digits } as const;
  return new Intl.NumberFormat(currentLocale(), style).format(amount);
}

export function monthWords({ month, currency }: CostRow): string {
  if (month === undefined) return m.costs_unknown();
  return month === 0 ? money(0, currency) : `~${money(month, currency)}`;
}

const states = {
  used: m.costs_state_used,
  idle: m.costs_state_idle,
  pending: m.costs_state_pending,
  releasing: m.costs_state_releasing,
  orphaned: m.costs_state_orphaned,
} as const;

/** What is to be known of a load balancer besides its price. */
export function noteWords({ state, sharing }: CostRow): string {
  switch (sharing) {
    case 'can':
      return m.costs_sharing_can();
    case 'not-tcp':
      return m.costs_sharing_not_tcp();
    case 'not-http':
      return m.costs_sharing_not_http();
    case 'ingress':
    case 'internal':
    case 'not-in-use':
      return states[state]();
  }
}

const traits: Readonly<Record<CostTrait, () => string>> = {
  internal: m.costs_internal,
  'cross-zone': m.costs_cross_zone,
  'static-address': m.costs_static_address,
};

/** Whose load balancer of which kind, and what is special about it. */
export function whatWords(row: CostRow): string {
  const { provider, what } = row;
  const name = provider === what ? what : [provider, what].filter(Boolean).join(' ');
  return [name === undefined || name === '' ? m.costs_unknown() : name, ...row.traits.map((one) => traits[one]())].join(
    ', ',
  );
}

export function sourceWords({ source, provider = '' }: CostRow): string {
  switch (source?.kind) {
    case 'own':
      return m.costs_source_own();
    case 'cluster':
      return m.costs_source_cluster();
    case 'list':
      return `${provider} ${source.read}`;
    case undefined:
      return '';
  }
}

const partNames: Readonly<Record<CostPart['what'], () => string>> = {
  'load-balancer': m.costs_part_load_balancer,
  rules: m.costs_part_rules,
  addresses: m.costs_part_addresses,
  usage: m.costs_part_usage,
  'cross-zone': m.costs_part_cross_zone,
};

export function partWords({ what }: CostPart): string {
  return partNames[what]();
}
