import type { Severity } from '../../../shared/model/diagnosis.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** Gravest first, each with how to count it. */
export const severities: readonly { readonly severity: Severity; readonly count: (of: { n: number }) => string }[] = [
  { severity: 'error', count: m.problems_errors },
  { severity: 'warning', count: m.problems_warnings },
  { severity: 'info', count: m.problems_infos },
];
