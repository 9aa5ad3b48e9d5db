import type { ForwardView } from '../../../shared/model/forward.ts';
import type { ProfileView } from '../../../shared/model/profile.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** What a click in the tray's menu is for. */
export type TrayAct =
  | { readonly do: 'open'; readonly url: string }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'profile'; readonly name: string; readonly on: boolean }
  | { readonly do: 'pause'; readonly on: boolean }
  | { readonly do: 'show' | 'quit' };

/** A line of the menu: without an act it only says something; without a label it parts two groups. */
export interface TrayLine {
  readonly label?: string;
  readonly act?: TrayAct;
  readonly lines?: readonly TrayLine[];
}

export interface TrayState {
  readonly forwards: readonly ForwardView[];
  readonly profiles: readonly ProfileView[];
}

/** So many forwards have a line of their own; a menu longer than the screen helps nobody. */
const SHOWN = 12;

/** The tray's menu: how many forwards there are, each with where it listens, the profiles, and the app itself. */
export function trayMenu({ forwards, profiles }: TrayState): readonly TrayLine[] {
  const isPaused = forwards.length > 0 && forwards.every(({ spec }) => spec.paused);
  return [
    { label: countText(forwards.length) },
    ...forwards.slice(0, SHOWN).map(forwardLine),
    ...(forwards.length > SHOWN
      ? [{ label: m.desk_tray_more({ n: forwards.length - SHOWN }), act: { do: 'show' } as const }]
      : []),
    {},
    ...(profiles.length > 0
      ? [{ label: m.desk_tray_profiles(), lines: profiles.map((profile) => profileLine(profile, forwards)) }]
      : []),
    ...(forwards.length > 0
      ? [
          {
            label: isPaused ? m.desk_tray_resume_all() : m.desk_tray_pause_all(),
            act: { do: 'pause', on: !isPaused } as const,
          },
        ]
      : []),
    { label: m.desk_tray_show(), act: { do: 'show' } },
    { label: m.desk_tray_quit(), act: { do: 'quit' } },
  ];
}

/** Those that a person should look at: the port is there and nothing gets through, or it is not there. */
export function troubled(forwards: readonly ForwardView[]): readonly ForwardView[] {
  return forwards.filter(({ state }) => state.state === 'holding' || state.state === 'failed');
}

/** What the tray itself says when pointed at. */
export function trayTitle(forwards: readonly ForwardView[]): string {
  const down = troubled(forwards).length;
  const count = countText(forwards.length);
  return `Portolan: ${down === 0 ? count : m.desk_tray_down({ count, n: down })}`;
}

function countText(n: number): string {
  if (n === 0) return m.app_no_forwards();
  return n === 1 ? m.app_one_forward() : m.app_n_forwards({ n });
}

function forwardLine(forward: ForwardView): TrayLine {
  const { spec, local, scheme, state } = forward;
  const service = `${spec.namespace}/${spec.name}`;
  if (!local) return { label: `${service}  ${stateText(state.state)}`, act: { do: 'show' } };
  const address = `${spec.address ?? 'localhost'}:${String(local.port)}`;
  const label = [`${address}  ${service}`, ...(state.state === 'listening' ? [] : [stateText(state.state)])].join('  ');
  return { label, act: scheme ? { do: 'open', url: `${scheme}://${address}/` } : { do: 'copy', text: address } };
}

function stateText(state: ForwardView['state']['state']): string {
  switch (state) {
    case 'starting':
      return m.forwards_state_starting();
    case 'listening':
      return m.forwards_state_listening();
    case 'holding':
      return m.forwards_state_holding();
    case 'paused':
      return m.forwards_state_paused();
    case 'failed':
      return m.forwards_state_failed();
  }
}

/** A profile is on when each of its forwards runs. */
function profileLine({ name, forwards: wanted }: ProfileView, forwards: readonly ForwardView[]): TrayLine {
  const running = wanted.filter((one) =>
    forwards.some(
      ({ spec }) =>
        spec.context === one.context &&
        spec.namespace === one.namespace &&
        spec.name === one.name &&
        spec.port === one.port,
    ),
  );
  const isOn = running.length === wanted.length;
  return {
    label: isOn ? m.desk_tray_stop_profile({ name }) : m.desk_tray_start_profile({ name }),
    act: { do: 'profile', name, on: !isOn },
  };
}
