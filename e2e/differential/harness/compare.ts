import { isFields } from './values.ts';

/** Where two answers differ, and in what. */
export interface Difference {
  readonly at: string;
  readonly real: unknown;
  readonly demo: unknown;
}

/** A difference that is meant to be. */
export interface Deviation {
  /** The scenarios it shows in; all if not said. */
  readonly scenario?: RegExp;
  /** The request it shows in, as the difference names it; all if not said. */
  readonly request?: RegExp;
  /** The place in the answer. */
  readonly at: RegExp;
  readonly reason: string;
}

export function differences(real: unknown, demo: unknown, at = ''): Difference[] {
  if (Object.is(real, demo)) return [];
  if (Array.isArray(real) && Array.isArray(demo)) {
    return Array.from({ length: Math.max(real.length, demo.length) }, (_, index) =>
      differences(real[index], demo[index], `${at}[${index}]`),
    ).flat();
  }
  // Of two that are not of one kind the rest says nothing more.
  if (isFields(real) && isFields(demo) && real['kind'] === demo['kind']) {
    const keys = new Set([...Object.keys(real), ...Object.keys(demo)]);
    return [...keys].flatMap((key) => differences(real[key], demo[key], at === '' ? key : `${at}.${key}`));
  }
  return [{ at, real, demo }];
}

export interface Found extends Difference {
  readonly scenario: string;
  readonly request: string;
}

/** Sorts what was found into what nobody meant, and deviations that no longer show. */
export function judge(
  found: readonly Found[],
  deviations: readonly Deviation[],
): { readonly unexplained: readonly Found[]; readonly outdated: readonly Deviation[] } {
  const used = new Set<Deviation>();
  const unexplained = found.filter((difference) => {
    const explained = deviations.filter((deviation) => explains(deviation, difference));
    for (const deviation of explained) used.add(deviation);
    return explained.length === 0;
  });
  return { unexplained, outdated: deviations.filter((deviation) => !used.has(deviation)) };
}

function explains({ scenario, request, at }: Deviation, difference: Found): boolean {
  return (
    at.test(difference.at) &&
    (scenario?.test(difference.scenario) ?? true) &&
    (request?.test(difference.request) ?? true)
  );
}

/** The differences as a person reads them in a failed test: by scenario and request. */
export function told(found: readonly Found[]): string {
  const lines: string[] = [];
  let last: Found | undefined;
  for (const { at, real, demo, ...where } of found) {
    if (where.scenario !== last?.scenario) lines.push('', where.scenario);
    if (where.scenario !== last?.scenario || where.request !== last.request) lines.push(`  ${where.request}`);
    lines.push(`    ${at}`, `      real: ${shown(real)}`, `      demo: ${shown(demo)}`);
    last = { at, real, demo, ...where };
  }
  return lines.join('\n');
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
