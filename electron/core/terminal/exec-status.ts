/** How the server says that a process has ended. */
export type ExecEnd =
  | { readonly t: 'exit'; readonly code: number }
  /** There is no such program in the container. */
  | { readonly t: 'missing'; readonly detail: string }
  | { readonly t: 'error'; readonly detail: string };

interface Status {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

const MISSING = /executable file not found|no such file or directory|not found in \$PATH|cannot find the file/i;
/** By convention of shells and runtimes: could not be run, or was not found. */
const NOT_RUN = [126, 127];

/** Reads the last message of the error channel; undefined where it is none. */
export function execEnd(text: string): ExecEnd | undefined {
  const status = parse(text);
  if (!status) return undefined;
  if (status.status === 'Success') return { t: 'exit', code: 0 };
  const detail = status.message ?? text;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  // Some runtimes say it in words alone.
  const code = Number(cause ?? /exit (?:status|code) (\d+)/.exec(detail)?.[1] ?? NaN);
  if (MISSING.test(detail) && (Number.isNaN(code) || NOT_RUN.includes(code))) return { t: 'missing', detail };
  return Number.isNaN(code) ? { t: 'error', detail } : { t: 'exit', code };
}

function parse(text: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
