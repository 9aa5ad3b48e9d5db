import type { ProbeTool } from '../../../shared/model/terminal.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Wish } from './wish.ts';

export function titleText(wish: Wish, cluster: string): string {
  switch (wish.kind) {
    case 'debug':
      return m.terminal_debug_title({ pod: wish.pod });
    case 'node':
      return m.terminal_node_title({ node: wish.node });
    case 'probe':
      return m.terminal_test_title({ context: cluster });
  }
}

/** What it does to the cluster, said before it does. */
export function aboutText({ kind }: Wish): string {
  switch (kind) {
    case 'debug':
      return m.terminal_debug_about();
    case 'node':
      return m.terminal_node_about();
    case 'probe':
      return m.terminal_test_about();
  }
}

export function toolText(tool: ProbeTool): string {
  return { dns: m.terminal_test_dns, http: m.terminal_test_http, tcp: m.terminal_test_tcp }[tool]();
}

export function targetLabel(tool: ProbeTool): string {
  return { dns: m.terminal_target_dns, http: m.terminal_target_http, tcp: m.terminal_target_tcp }[tool]();
}
