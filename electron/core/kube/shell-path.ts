import type { Clock } from '../clock.ts';

/** Shells that ask questions or wait for a network drive are given up after this long. */
const PATIENCE = 5_000;

export interface ShellPathOptions {
  readonly clock: Clock;
  /** The user's login shell unless told. */
  readonly shell?: string;
}

/**
 * PATH as the user's login shell sets it, which an app started from a desktop does not have.
 *
 * The shell is asked once, when somebody first wants to know; what goes wrong is the same as no answer.
 */
export function loginShellPath({ clock, shell }: ShellPathOptions): () => Promise<string | undefined> {
  let answer: Promise<string | undefined> | undefined;
  return () => (answer ??= askShell(clock, shell));
}

async function askShell(clock: Clock, shell: string | undefined): Promise<string | undefined> {
  const asked = new AbortController();
  const impatience = clock.sleep(PATIENCE, asked.signal).catch(() => undefined);
  try {
    const { shellPath } = await import('shell-path');
    return await Promise.race([shellPath(shell === undefined ? {} : { shell }), impatience.then(() => undefined)]);
  } catch {
    return undefined;
  } finally {
    asked.abort();
  }
}
