import type { Effect, EffectCode, PlanWarning, WarningCode } from './model/exposure.ts';
import type { StageView } from './progress.ts';
import { m } from './paraglide/messages.js';

type Text = (params: Readonly<Record<string, string | number>>) => string;

const effects: Readonly<Record<EffectCode, unknown>> = {
  'node-ports-closed': m.exposure_effect_node_ports_closed,
  'node-ports-opened': nodePortsOpened,
  'cluster-ip-lost': m.exposure_effect_cluster_ip_lost,
  'cluster-ip-new': clusterIpNew,
  'dns-to-pods': m.exposure_effect_dns_to_pods,
  'dns-to-cluster-ip': m.exposure_effect_dns_to_cluster_ip,
  'dns-to-name': m.exposure_effect_dns_to_name,
  'lb-address-lost': m.exposure_effect_lb_address_lost,
  'lb-address-soon': m.exposure_effect_lb_address_soon,
  'affinity-lost': m.exposure_effect_affinity_lost,
  'affinity-new': m.exposure_effect_affinity_new,
  'ports-gone': m.exposure_effect_ports_gone,
  'only-local-endpoints': m.exposure_effect_only_local_endpoints,
  'client-address-kept': m.exposure_effect_client_address_kept,
  gap: m.exposure_effect_gap,
  recreated: m.exposure_effect_recreated,
  'slices-healed': m.exposure_effect_slices_healed,
  'slices-left': m.exposure_effect_slices_left,
  'endpoints-change': m.exposure_effect_endpoints_change,
  'ingress-refers': m.exposure_effect_ingress_refers,
  'route-refers': m.exposure_effect_route_refers,
  'policy-refers': m.exposure_effect_policy_refers,
  'stateful-set-refers': m.exposure_effect_stateful_set_refers,
  'dns-gone': m.create_effect_dns_gone,
  'forwards-end': m.create_effect_forwards_end,
};

const warnings: Readonly<Record<WarningCode, unknown>> = {
  'no-right': m.exposure_warning_no_right,
  'system-service': m.exposure_warning_system_service,
  deleting: m.exposure_warning_deleting,
  'managed-by': m.exposure_warning_managed_by,
  'no-load-balancer': m.exposure_warning_no_load_balancer,
  'lb-class-unknown': m.exposure_warning_lb_class_unknown,
  'address-not-kept': m.exposure_warning_address_not_kept,
  'node-port-not-kept': m.exposure_warning_node_port_not_kept,
  'public-soon': m.exposure_warning_public_soon,
  'external-dns': m.exposure_warning_external_dns,
  'no-effect': m.exposure_warning_no_effect,
  'cannot-return': m.exposure_warning_cannot_return,
  'external-name-address': m.exposure_warning_external_name_address,
  'no-endpoints': m.exposure_warning_no_endpoints,
  'no-pods': m.create_warning_no_pods,
  'slices-stay': m.create_warning_slices_stay,
  'mixed-protocols': m.exposure_warning_mixed_protocols,
  'finalizers-hold': m.exposure_warning_finalizers_hold,
  'price-unknown': m.exposure_warning_price_unknown,
  'rights-unknown': m.exposure_warning_rights_unknown,
  server: m.exposure_warning_server,
};

/** `?`: the server picks. */
function nodePortsOpened(params: { readonly ports: string; readonly count: number }): string {
  if (params.ports !== '?') return m.exposure_effect_node_ports_opened(params);
  return params.count === 1
    ? m.exposure_effect_node_port_opened_auto()
    : m.exposure_effect_node_ports_opened_auto(params);
}

function clusterIpNew(params: { readonly ip: string }): string {
  return params.ip === '?' ? m.exposure_effect_cluster_ip_new_auto() : m.exposure_effect_cluster_ip_new(params);
}

/** An effect in the current locale. */
export function effectText({ code, params }: Effect): string {
  return (effects[code] as Text)(params); // made with the facts that its text names
}

export function warningText({ code, params }: PlanWarning): string {
  return (warnings[code] as Text)(params); // likewise
}

const stages = {
  seen: m.sheet_stage_seen,
  address: m.sheet_stage_address,
  endpoints: m.sheet_stage_endpoints,
} as const;

/** What a change waits for. */
export function stageTitle({ stage }: StageView): string {
  return stages[stage]();
}

/** How far that is. */
export function stageWords({ state, detail }: StageView): string {
  if (state === 'done') return detail;
  return `${state === 'late' ? m.sheet_stage_late() : m.sheet_stage_waiting()} ${detail}`.trimEnd();
}
