/** One call of kubectl, as a person types it. Words are split at spaces; `'…'` keeps them together. */
export interface Command {
  readonly line: string;
  /** For `-f -`: objects, or what was kept under a name, changed as a merge patch would. */
  readonly input?: unknown;
  readonly edit?: readonly [kept: string, change: unknown];
  /** Keeps the JSON it prints under this name. */
  readonly keep?: string;
  /** Says the line again until stdout matches: for what controllers do in their own time. */
  readonly until?: RegExp;
  /** What of the output is compared, if not all of it. */
  readonly see?: (output: unknown) => unknown;
  /** For what goes on until it is stopped: how many lines to wait for, while these are said. */
  readonly lines?: number;
  readonly during?: readonly Command[];
  /** Asks for `/` at the port that it forwards. */
  readonly visit?: boolean;
}

/** Commands in their order; those of a group that only looks may be said at once. */
export interface Group {
  readonly commands: readonly Command[];
  readonly atOnce?: boolean;
}

export function kubectl(line: string, options: Omit<Command, 'line'> = {}): Command {
  return { line, ...options };
}

export function wordsOf(line: string): string[] {
  return (line.match(/'[^']*'|[^\s']+/g) ?? []).map((word) => word.replaceAll("'", ''));
}

/** How kubectl prints this: what is structured is compared by value, tables without their padding. */
export function formOf(line: string): 'json' | 'yaml' | 'text' {
  const form = / -o (json|yaml)\b/.exec(line)?.[1];
  return form === 'json' || form === 'yaml' ? form : 'text';
}
