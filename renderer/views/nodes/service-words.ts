import type { CheckResult, NodePortCheck, NodeService, Placement } from '../../../shared/model/node-service.ts';
import type { LocalKind } from '../../../shared/model/node.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Glyph } from '../../ui/glyph.ts';

const answers = {
  answers: m.nodes_answer_answers,
  draining: m.nodes_answer_draining,
  drops: m.nodes_answer_drops,
  refuses: m.nodes_answer_refuses,
  ignored: m.nodes_answer_ignored,
} as const;

/** How a Service is reached at a node from outside, port by port. */
export function reachedWords({ nodePorts, healthCheck }: NodeService): readonly string[] {
  const ports = nodePorts.map(({ nodePort, answer, protocol }) =>
    answers[answer]({ port: protocol === 'TCP' ? String(nodePort) : `${nodePort}/${protocol}` }),
  );
  return [...ports, ...(healthCheck ? [m.nodes_health(healthCheck)] : [])];
}

export function servingGlyph({ nodePorts, here, all }: NodeService): Glyph {
  if (nodePorts.some(({ answer }) => answer === 'drops' || answer === 'refuses')) return 'bad';
  if (nodePorts.some(({ answer }) => answer === 'draining') || here.ready < here.total) return 'warn';
  return all.ready === 0 ? 'bad' : 'ready';
}

export function checkWords({ result, health }: NodePortCheck): string {
  if (result.state !== 'open') return stateWords[result.state]();
  const { ms } = result;
  return health === undefined ? m.nodes_open({ ms }) : m.nodes_open_health({ ms, status: health });
}

const stateWords: Readonly<Record<Exclude<CheckResult['state'], 'open'>, () => string>> = {
  refused: m.nodes_refused,
  timeout: m.nodes_timeout,
  unreachable: m.nodes_unreachable,
};

/** Whether Pods may run on a node, and why not. */
export function placementWords({ reasons, against }: Placement): string {
  if (reasons.length > 0) return m.nodes_may_not({ why: reasons.map(reasonWords).join(', ') });
  return against.length > 0 ? m.nodes_may_rather_not({ why: against.map(reasonWords).join(', ') }) : m.nodes_may();
}

function reasonWords({ why, detail }: Placement['reasons'][number]): string {
  switch (why) {
    case 'cordoned':
      return m.nodes_why_cordoned();
    case 'not-ready':
      return m.nodes_why_not_ready();
    case 'taint':
      return m.nodes_why_taint({ detail });
    case 'selector':
      return m.nodes_why_selector({ detail });
    case 'affinity':
      return m.nodes_why_affinity({ detail });
  }
}

/** Why a local cluster's node IPs cannot be reached, and what is on localhost. */
export const localWords: Readonly<Record<LocalKind, () => string>> = {
  kind: m.nodes_local_kind,
  k3d: m.nodes_local_k3d,
  k3s: m.nodes_local_k3s,
  minikube: m.nodes_local_minikube,
  'docker-desktop': m.nodes_local_docker_desktop,
  'rancher-desktop': m.nodes_local_rancher_desktop,
};
