import type { CostRow } from '../../../shared/model/cost.ts';
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
    case 'internal':
    case 'not-in-use':
      return states[state]();
  }
}

export function whatWords({ provider, what, internal }: CostRow): string {
  const name = provider === what ? what : [provider, what].filter(Boolean).join(' ');
  return [name === undefined || name === '' ? m.costs_unknown() : name, ...(internal ? [m.costs_internal()] : [])].join(
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
