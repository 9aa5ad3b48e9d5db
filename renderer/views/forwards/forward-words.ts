import type { ForwardEntry, ForwardView, LocalPort } from '../../../shared/model/forward.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { sentence } from '../../../shared/sentence.ts';
import type { Glyph } from '../../ui/glyph.ts';
import { policyWord } from './balance-words.ts';

/** What a forward is doing: its state, and `active` where bytes or connections moved just now. */
export type Doing = 'starting' | 'listening' | 'active' | 'holding' | 'paused' | 'port-used' | 'failed';

export function doingOf({ state, connections }: ForwardView, moving: boolean): Doing {
  switch (state.state) {
    case 'starting':
    case 'holding':
    case 'paused':
      return state.state;
    case 'listening':
      return moving || connections.live > 0 ? 'active' : 'listening';
    case 'failed':
      return isPortUsed(state.failure.code) ? 'port-used' : 'failed';
  }
}

const isPortUsed = (code: string) => code === 'port-in-use' || code === 'port-forwarded';

export function doingWord(doing: Doing): string {
  switch (doing) {
    case 'starting':
      return m.forwards_state_starting();
    case 'listening':
      return m.forwards_state_listening();
    case 'active':
      return m.forwards_state_active();
    case 'holding':
      return m.forwards_state_holding();
    case 'paused':
      return m.forwards_state_paused();
    case 'port-used':
      return m.forwards_state_port_used();
    case 'failed':
      return m.forwards_state_failed();
  }
}

/** Where to connect to: the port it listens on, or the one it wanted. */
export function localOf({ local, spec }: ForwardView): string {
  const port = local?.port ?? spec.localPort ?? spec.port;
  return `${spec.address ?? 'localhost'}:${port}`;
}

/** Why it has another port than the one that was wanted, where it has. */
export function portWords({ port, wanted, taken }: LocalPort): string | undefined {
  if (port === wanted) return undefined;
  switch (taken?.code) {
    case 'port-in-use':
      return m.forwards_taken({ taken: taken.params['port'] ?? '', process: taken.params['process'] ?? '', port });
    case 'port-forwarded':
      return m.forwards_taken_by_forward({
        taken: taken.params['port'] ?? '',
        service: taken.params['service'] ?? '',
        port,
      });
    default:
      return (wanted < 1024 ? m.forwards_mapped_low : m.forwards_mapped)({ wanted, port });
  }
}

/** An address to open in a browser; undefined where the port does not speak HTTP, or nothing listens. */
export function urlOf(forward: ForwardView): string | undefined {
  const { scheme, local } = forward;
  return scheme && local ? `${scheme}://${localOf(forward)}` : undefined;
}

export function serviceOf({ spec }: ForwardView): string {
  return `${spec.namespace}/${spec.name}`;
}

export function entryWords({ kind, pod, policy, failure }: ForwardEntry, forward: ForwardView): string {
  const why = failure && sentence(failure);
  switch (kind) {
    case 'listening':
      return forward.local
        ? m.forwards_log_listening({ address: listeningOn(forward.local) })
        : m.forwards_log_listening_plain();
    case 'joined':
      return m.forwards_log_joined({ pod: pod ?? '?' });
    case 'left':
      return why ?? m.forwards_log_left({ pod: pod ?? '?' });
    case 'failed':
      return why ?? m.forwards_log_failed();
    case 'holding':
      return why ?? m.forwards_log_holding();
    case 'paused':
      return m.forwards_log_paused();
    case 'balanced':
      return m.forwards_log_balanced({ policy: policyWord(policy ?? forward.policy) });
  }
}

function listeningOn({ addresses, port }: NonNullable<ForwardView['local']>): string {
  return addresses.map((address) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)).join(', ');
}

const glyphs: Readonly<Record<Doing, Glyph>> = {
  starting: 'unknown',
  listening: 'off',
  active: 'ready',
  holding: 'warn',
  paused: 'off',
  'port-used': 'bad',
  failed: 'bad',
};

export function doingGlyph(doing: Doing): Glyph {
  return glyphs[doing];
}
