import { toFailure } from '../../shared/failure.ts';
import { setLocale } from '../../shared/paraglide/runtime.js';
import { sentence } from '../../shared/sentence.ts';
import { plainText } from '../core/kube/plain-text.ts';

/** Prints what went wrong as one sentence, never a stack trace, and says how to exit. */
export function exitCode(error: unknown): number {
  process.stderr.write(`portolan: ${plainText(sentence(toFailure(error)))}\n`);
  return 1;
}

/** Speaks the shell's language where Portolan knows it. */
export function useShellLocale(env: NodeJS.ProcessEnv): Promise<void> | void {
  const wanted = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  // Without a reload there is nothing to wait for.
  return setLocale(wanted.startsWith('ko') ? 'ko' : 'en', { reload: false });
}
