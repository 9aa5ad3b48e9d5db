import type { Finding, FindingCode, Fix, FixTitle, Hop, Verdict } from './model/diagnosis.ts';
import { m } from './paraglide/messages.js';

type Sentence = (params: Readonly<Record<string, string | number>>) => string;
/** A code whose sentence depends on one of its facts. */
interface Choice {
  readonly by: string;
  readonly of: Readonly<Record<string, unknown>>;
  readonly else: unknown;
}

const sentences: Readonly<Record<FindingCode, unknown>> = {
  A1: { by: 'others', of: { '': m.diagnosis_a1 }, else: m.diagnosis_a1_elsewhere },
  A2: m.diagnosis_a2,
  A3: m.diagnosis_a3,
  A4: m.diagnosis_a4,
  A5: m.diagnosis_a5,
  A6: m.diagnosis_a6,
  A7: m.diagnosis_a7,
  A8: m.diagnosis_a8,
  A9: m.diagnosis_a9,
  A10: m.diagnosis_a10,
  A11: m.diagnosis_a11,
  A12: { by: 'nodes', of: { '': m.diagnosis_a12 }, else: m.diagnosis_a12_nodes },
  B1: m.diagnosis_b1,
  B2: m.diagnosis_b2,
  B3: m.diagnosis_b3,
  B4: m.diagnosis_b4,
  B5: m.diagnosis_b5,
  B6: m.diagnosis_b6,
  B7: m.diagnosis_b7,
  B8: m.diagnosis_b8,
  B9: m.diagnosis_b9,
  B10: m.diagnosis_b10,
  B11: m.diagnosis_b11,
  B12: m.diagnosis_b12,
  B13: m.diagnosis_b13,
  B14: m.diagnosis_b14,
  B15: m.diagnosis_b15,
  C1: m.diagnosis_c1,
  C2: m.diagnosis_c2,
  C3: m.diagnosis_c3,
  C4: m.diagnosis_c4,
  C5: m.diagnosis_c5,
  C6: m.diagnosis_c6,
  C7: m.diagnosis_c7,
  C8: m.diagnosis_c8,
  C9: m.diagnosis_c9,
  C10: m.diagnosis_c10,
  C11: m.diagnosis_c11,
  C12: m.diagnosis_c12,
  C13: m.diagnosis_c13,
  C14: m.diagnosis_c14,
  C15: m.diagnosis_c15,
  C16: m.diagnosis_c16,
  C17: m.diagnosis_c17,
  C18: m.diagnosis_c18,
  D1: m.diagnosis_d1,
  D2: m.diagnosis_d2,
  D3: m.diagnosis_d3,
  D4: m.diagnosis_d4,
  D5: m.diagnosis_d5,
  D6: m.diagnosis_d6,
  D7: m.diagnosis_d7,
  D8: m.diagnosis_d8,
  D9: m.diagnosis_d9,
  D10: m.diagnosis_d10,
  D11: m.diagnosis_d11,
  D12: m.diagnosis_d12,
  D13: m.diagnosis_d13,
  D14: m.diagnosis_d14,
  D15: m.diagnosis_d15,
  D16: m.diagnosis_d16,
  D17: m.diagnosis_d17,
  D18: m.diagnosis_d18,
  D19: m.diagnosis_d19,
  D20: m.diagnosis_d20,
  D21: m.diagnosis_d21,
  E1: m.diagnosis_e1,
  E2: m.diagnosis_e2,
  E3: {
    by: 'case',
    of: {
      none: m.diagnosis_e3_none,
      port: m.diagnosis_e3_port,
      'service-port': m.diagnosis_e3_service_port,
      client: m.diagnosis_e3_client,
    },
    else: m.diagnosis_e3_some,
  },
  E4: m.diagnosis_e4,
  E5: m.diagnosis_e5,
  E6: m.diagnosis_e6,
  E7: m.diagnosis_e7,
  E8: { by: 'unit', of: { min: m.diagnosis_e8_minutes }, else: m.diagnosis_e8 },
  E9: m.diagnosis_e9,
  E10: m.diagnosis_e10,
  E11: m.diagnosis_e11,
  E12: m.diagnosis_e12,
  F1: m.diagnosis_f1,
  F2: m.diagnosis_f2,
  F3: {
    by: 'meaning',
    of: {
      quota: m.diagnosis_f3_quota,
      subnets: m.diagnosis_f3_subnets,
      rights: m.diagnosis_f3_rights,
      addresses: m.diagnosis_f3_addresses,
      protocols: m.diagnosis_f3_protocols,
    },
    else: m.diagnosis_f3_other,
  },
  F3b: m.diagnosis_f3b,
  F3c: m.diagnosis_f3c,
  F3d: m.diagnosis_f3d,
  F4: m.diagnosis_f4,
  F5: {
    by: 'case',
    of: {
      address: m.diagnosis_f5_address,
      self: m.diagnosis_f5_self,
      loop: m.diagnosis_f5_loop,
      missing: m.diagnosis_f5_missing,
      label: m.diagnosis_f5_label,
    },
    else: m.diagnosis_f5_ports,
  },
  F6: m.diagnosis_f6,
  F7: m.diagnosis_f7,
  F8: m.diagnosis_f8,
  F9: m.diagnosis_f9,
  F10: m.diagnosis_f10,
  F11: m.diagnosis_f11,
  F12: m.diagnosis_f12,
  F13: m.diagnosis_f13,
  G1: m.diagnosis_g1,
  G2: m.diagnosis_g2,
  G3: m.diagnosis_g3,
  G4: m.diagnosis_g4,
  G5: m.diagnosis_g5,
  G6: m.diagnosis_g6,
  G7: m.diagnosis_g7,
  G8: m.diagnosis_g8,
  G9: m.diagnosis_g9,
  G10: m.diagnosis_g10,
  R1: m.diagnosis_r1,
  U1: m.diagnosis_u1,
  U2: m.diagnosis_u2,
};

const fixTitles: Readonly<Record<FixTitle, (params: { readonly subject: string }) => string>> = {
  'change-selector': m.diagnosis_fix_change_selector,
  'change-target-port': m.diagnosis_fix_change_target_port,
  'change-port': m.diagnosis_fix_change_port,
  'change-protocol': m.diagnosis_fix_change_protocol,
  'change-policy': m.diagnosis_fix_change_policy,
  'use-node-ports': m.diagnosis_fix_use_node_ports,
  'change-template': m.diagnosis_fix_change_template,
  'change-slice': m.diagnosis_fix_change_slice,
  'change-route': m.diagnosis_fix_change_route,
  'change-name': m.diagnosis_fix_change_name,
  'scale-up': m.diagnosis_fix_scale_up,
  'allow-traffic': m.diagnosis_fix_allow_traffic,
  'free-address': m.diagnosis_fix_free_address,
  'remove-label': m.diagnosis_fix_remove_label,
  look: m.diagnosis_fix_look,
  restart: m.diagnosis_fix_restart,
  'delete-stale': m.diagnosis_fix_delete_stale,
  'use-name': m.diagnosis_fix_use_name,
  ask: m.diagnosis_fix_ask,
};

const hopTexts: Readonly<Record<Hop, () => string>> = {
  service: m.diagnosis_hop_service,
  selector: m.diagnosis_hop_selector,
  pods: m.diagnosis_hop_pods,
  ports: m.diagnosis_hop_ports,
  traffic: m.diagnosis_hop_traffic,
  exposure: m.diagnosis_hop_exposure,
  names: m.diagnosis_hop_names,
};

const verdicts: Readonly<Record<Verdict, () => string>> = {
  healthy: m.diagnosis_verdict_healthy,
  degraded: m.diagnosis_verdict_degraded,
  broken: m.diagnosis_verdict_broken,
  unknown: m.diagnosis_verdict_unknown,
};

const DEBUG_SERVICES = 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/';
const docs: Readonly<Record<Hop, string>> = {
  service: `${DEBUG_SERVICES}#does-the-service-exist`,
  selector: `${DEBUG_SERVICES}#does-the-service-have-any-endpoints`,
  pods: `${DEBUG_SERVICES}#are-the-pods-working`,
  ports: `${DEBUG_SERVICES}#is-the-service-defined-correctly`,
  traffic: `${DEBUG_SERVICES}#is-the-kube-proxy-working`,
  exposure: 'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
  names: `${DEBUG_SERVICES}#does-the-service-work-by-dns-name`,
};

/** The sentence of a finding in the current locale: what is wrong, by the objects' own names. */
export function findingTitle({ code, params }: Pick<Finding, 'code' | 'params'>): string {
  const entry = sentences[code];
  const sentence = isChoice(entry) ? (entry.of[params[entry.by] ?? ''] ?? entry.else) : entry;
  // `finding()` has checked the facts by code; the table only forgets which sentence takes which.
  return (sentence as Sentence)(params).trim();
}

function isChoice(entry: unknown): entry is Choice {
  return typeof entry === 'object';
}

/** How the hop that a finding breaks works. */
export function findingDetail({ hop }: Pick<Finding, 'hop'>): string {
  return hopTexts[hop]();
}

/** Where Kubernetes' own documentation goes on. */
export function findingDocs({ hop }: Pick<Finding, 'hop'>): string {
  return docs[hop];
}

export function fixTitle({ title, subject }: Pick<Fix, 'title' | 'subject'>): string {
  return fixTitles[title]({ subject });
}

export function verdictText(verdict: Verdict): string {
  return verdicts[verdict]();
}
