import type { TerminalSpec, TerminalState } from '../../shared/model/terminal.ts';
import { m } from '../../shared/paraglide/messages.js';
import { sentence } from '../../shared/sentence.ts';

/** What a terminal is about: a Pod, or the Service whose Pods' logs it merges. */
export function subject(spec: TerminalSpec): string {
  switch (spec.kind) {
    case 'shell':
      return spec.namespace;
    case 'logs':
      return spec.service ?? spec.pods.join(', ');
    case 'exec':
    case 'attach':
    case 'debug':
      return spec.pod;
    case 'node':
      return spec.node;
    case 'probe':
      return spec.target;
  }
}

export function tabTitle(spec: TerminalSpec): string {
  return `${kindText(spec.kind)} ${subject(spec)}`;
}

function kindText(kind: TerminalSpec['kind']): string {
  switch (kind) {
    case 'shell':
    case 'exec':
      return m.terminal_shell();
    case 'attach':
      return m.terminal_attach();
    case 'debug':
      return m.terminal_debug();
    case 'node':
      return m.terminal_node();
    case 'probe':
      return m.terminal_test();
    case 'logs':
      return m.terminal_logs();
  }
}

export function stateText({ spec, state }: { readonly spec: TerminalSpec; readonly state: TerminalState }): string {
  switch (state.name) {
    case 'opening':
      return state.waits === undefined ? m.terminal_opening() : m.terminal_waits({ detail: state.waits });
    case 'running':
      return state.takesKeys || spec.kind === 'logs' ? m.terminal_running() : m.terminal_running_mute();
    case 'ended':
      return state.code === undefined ? m.terminal_ended() : m.terminal_ended_code({ code: state.code });
    case 'failed':
      return sentence(state.failure);
  }
}

/** How far back logs may begin, in seconds; undefined: the last lines, whatever their age. */
export const sinceChoices = [undefined, 60, 600, 3600, 86_400] as const;

export function sinceText(seconds: number | undefined): string {
  if (seconds === undefined) return m.terminal_since_tail();
  return seconds < 3600 ? m.terminal_since_minutes({ n: seconds / 60 }) : m.terminal_since_hours({ n: seconds / 3600 });
}
