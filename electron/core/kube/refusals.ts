import type { Failure, FailureCode } from '../../../shared/failure.ts';

const SIGN_IN: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'unauthenticated',
  'exec-missing',
  'exec-failed',
  'exec-invalid',
  'exec-timeout',
  'client-certificate-expired',
  'client-certificate-invalid',
  'auth-provider-unsupported',
  'file-unreadable',
  'context-without-cluster',
  'context-without-user',
]);

/** `exec-failed` is not among them: a plugin fails while the network is down, and then works. */
const NEEDS_USER: ReadonlySet<FailureCode> = new Set<FailureCode>(['exec-missing', 'exec-invalid', 'exec-timeout']);

/** Whether it is the sign-in that fails, not the network. */
export function isSignIn({ code }: Failure): boolean {
  return SIGN_IN.has(code);
}

/** Whether the server or the sign-in said no, rather than not being there; or that there is no such kind. */
export function isDenied(failure: Failure): boolean {
  return failure.code === 'forbidden' || failure.code === 'not-found' || isSignIn(failure);
}

/** Whether trying again waits for somebody to ask for it: a plugin that runs again may open a browser again. */
export function needsUser({ code }: Failure): boolean {
  return NEEDS_USER.has(code);
}
