import { findingTitle } from '../../../shared/diagnosis-text.ts';
import type { Finding, FindingCode, Hop, Severity } from '../../../shared/model/diagnosis.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Glyph } from '../../ui/glyph.ts';

const titles: Readonly<Partial<Record<FindingCode, (finding: Finding) => string>>> = {
  A2: m.problems_cause_a2,
  B1: m.problems_cause_b1,
  B2: m.problems_cause_b2,
  B3: m.problems_cause_b3,
  B4: m.problems_cause_b4,
  B6: m.problems_cause_b6,
  B7: m.problems_cause_b7,
  B8: m.problems_cause_b8,
  B10: m.problems_cause_b10,
  B11: m.problems_cause_b11,
  C1: m.problems_cause_c1,
  C2: m.problems_cause_c2,
  C3: m.problems_cause_c3,
  C4: m.problems_cause_c4,
  C6: m.problems_cause_c6,
  C7: m.problems_cause_c7,
  D1: m.problems_cause_d1,
  D3: m.problems_cause_d3,
  D9: m.problems_cause_d9,
  E2: m.problems_cause_e2,
  E3: ({ severity }) => (severity === 'info' ? m.problems_cause_e3_some() : m.problems_cause_e3()),
  F1: m.problems_cause_f1,
  F2: m.problems_cause_f2,
  F3: m.problems_cause_f3,
  F5: m.problems_cause_f5,
};

/** A cause without the names of one Service; the whole sentence where the cause has no short title. */
export function causeTitle(finding: Finding): string {
  return titles[finding.code]?.(finding) ?? findingTitle(finding);
}

const names: Readonly<Record<Hop, () => string>> = {
  service: m.problems_hop_service,
  selector: m.problems_hop_selector,
  pods: m.problems_hop_pods,
  ports: m.problems_hop_ports,
  traffic: m.problems_hop_traffic,
  exposure: m.problems_hop_exposure,
  names: m.problems_hop_names,
};

export function hopTitle(hop: Hop): string {
  return names[hop]();
}

const words: Readonly<Record<Severity, () => string>> = {
  error: m.problems_error,
  warning: m.problems_warning,
  info: m.problems_info,
};

export function severityWord(severity: Severity): string {
  return words[severity]();
}

const glyphs: Readonly<Record<Severity, Glyph>> = { error: 'bad', warning: 'warn', info: 'info' };

export function severityGlyph(severity: Severity): Glyph {
  return glyphs[severity];
}
