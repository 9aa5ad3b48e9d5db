/**
 * What can go wrong, as data: a closed table of codes with the facts that each sentence names.
 * A `Failure` crosses every wire; the sentence is made where it is read (`sentence.ts`), in the reader's language.
 * Facts never hold a credential: whoever fills them in passes names, addresses and a server's own words only.
 */
export const failureCodes = {
  'kubeconfig-missing': { retryable: false, params: ['searched'] },
  'kubeconfig-not-there': { retryable: false, params: ['file'] },
  'kubeconfig-empty': { retryable: false, params: ['file'] },
  'kubeconfig-unreadable': { retryable: false, params: ['file', 'detail'] },
  'kubeconfig-invalid': { retryable: false, params: ['file', 'detail'] },
  'no-contexts': { retryable: false, params: ['file'] },
  'context-unknown': { retryable: false, params: ['context', 'known'] },
  'context-gone': { retryable: true, params: ['context', 'file'] },
  'context-no-current': { retryable: false, params: ['known'] },
  'context-without-cluster': { retryable: false, params: ['context', 'cluster', 'file'] },
  'context-without-user': { retryable: false, params: ['context', 'user', 'file'] },
  'file-unreadable': { retryable: false, params: ['context', 'file', 'detail'] },
  'auth-provider-unsupported': { retryable: false, params: ['context', 'provider'] },
  unreachable: { retryable: true, params: ['server', 'detail'] },
  'host-unknown': { retryable: true, params: ['server', 'host'] },
  timeout: { retryable: true, params: ['server', 'seconds'] },
  'proxy-failed': { retryable: true, params: ['server', 'proxy', 'detail'] },
  'tls-untrusted': { retryable: false, params: ['server', 'detail'] },
  'tls-hostname': { retryable: false, params: ['server', 'detail'] },
  'tls-server-expired': { retryable: false, params: ['server', 'date'] },
  'client-certificate-expired': { retryable: false, params: ['context', 'date'] },
  'client-certificate-invalid': { retryable: false, params: ['context', 'detail'] },
  unauthenticated: { retryable: false, params: ['server', 'user'] },
  'exec-missing': { retryable: false, params: ['command', 'folders', 'hint'] },
  'exec-failed': { retryable: true, params: ['command', 'status', 'detail'] },
  'exec-invalid': { retryable: false, params: ['command', 'detail'] },
  'exec-timeout': { retryable: true, params: ['command', 'seconds'] },
  forbidden: { retryable: false, params: ['user', 'verb', 'resource', 'scope'] },
  'not-kubernetes': { retryable: true, params: ['server', 'detail'] },
  'server-error': { retryable: true, params: ['server', 'status', 'detail'] },
  'not-found': { retryable: false, params: ['resource', 'name'] },
  expired: { retryable: true, params: ['resource'] },
  'stream-cut': { retryable: true, params: ['server', 'detail'] },
  'service-gone': { retryable: false, params: ['namespace', 'name'] },
  'service-without-port': { retryable: false, params: ['service', 'port', 'ports'] },
  'port-in-use': { retryable: false, params: ['port', 'process'] },
  'port-forwarded': { retryable: false, params: ['port', 'service'] },
  'port-forbidden': { retryable: false, params: ['port'] },
  'address-missing': { retryable: false, params: ['address'] },
  'listen-failed': { retryable: false, params: ['port', 'detail'] },
  'no-endpoints': { retryable: true, params: ['service'] },
  'none-ready': { retryable: true, params: ['service', 'total'] },
  'no-ready-endpoint': { retryable: true, params: ['service', 'seconds'] },
  'none-on-node': { retryable: true, params: ['service', 'node'] },
  'pinned-away': { retryable: true, params: ['service', 'pods'] },
  'all-drained': { retryable: true, params: ['service'] },
  'pod-refused': { retryable: true, params: ['pod', 'port', 'detail'] },
  'pod-gone': { retryable: true, params: ['pod'] },
  'forward-failed': { retryable: true, params: ['pod', 'detail'] },
  'forward-external': { retryable: false, params: ['service', 'host'] },
  'forward-without-pod': { retryable: false, params: ['service'] },
  'forward-protocol': { retryable: false, params: ['protocol', 'port'] },
  'forward-host': { retryable: false, params: ['host', 'service'] },
  'forward-unknown': { retryable: false, params: ['id'] },
  'service-portless': { retryable: false, params: ['service'] },
  'namespace-empty': { retryable: false, params: ['namespace'] },
  'profile-unknown': { retryable: false, params: ['name', 'known'] },
  'profile-exists': { retryable: false, params: ['name'] },
  'profile-empty': { retryable: false, params: ['name'] },
  'profile-invalid': { retryable: false, params: ['line', 'field', 'detail'] },
  'gateway-host': { retryable: false, params: ['host'] },
  'gateway-unknown': { retryable: false, params: ['host'] },
  'gateway-ambiguous': { retryable: false, params: ['host', 'hosts'] },
  'gateway-no-answer': { retryable: true, params: ['service', 'port'] },
  'plan-changed': { retryable: false, params: ['service'] },
  'fix-outdated': { retryable: false, params: ['object'] },
  'plan-refused': { retryable: false, params: ['detail'] },
  'plan-blocked': { retryable: false, params: ['service', 'why'] },
  'apply-unfinished': { retryable: false, params: ['service', 'done', 'total', 'detail'] },
  'apply-taken-back': { retryable: false, params: ['service', 'done', 'total', 'detail'] },
  'nothing-to-undo': { retryable: false, params: ['service'] },
  'exec-refused': { retryable: true, params: ['pod', 'detail'] },
  'exec-cut': { retryable: true, params: ['pod', 'detail'] },
  'shell-missing': { retryable: false, params: ['pod', 'tried'] },
  'debug-failed': { retryable: true, params: ['pod', 'image', 'detail'] },
  'debug-refused': { retryable: false, params: ['pod', 'detail'] },
  'shell-off': { retryable: false, params: [] },
  'shell-unavailable': { retryable: false, params: ['detail'] },
  'terminals-many': { retryable: false, params: ['most'] },
  'terminal-unknown': { retryable: false, params: [] },
  'test-pod-refused': { retryable: false, params: ['namespace', 'detail'] },
  'test-pod-failed': { retryable: false, params: ['image', 'detail'] },
  'test-pod-left': { retryable: false, params: ['pod', 'namespace'] },
  'wire-lost': { retryable: true, params: ['detail'] },
  invalid: { retryable: false, params: ['detail'] },
  bug: { retryable: false, params: ['detail'] },
} as const satisfies Record<string, { readonly retryable: boolean; readonly params: readonly string[] }>;

export type FailureCode = keyof typeof failureCodes;

/** The facts that the sentence of `C` needs, by name. */
export type FailureParams<C extends FailureCode> = Readonly<
  Record<(typeof failureCodes)[C]['params'][number], string | number>
>;

/** One failure as it crosses a wire: JSON and structured clone both carry it. */
export interface Failure {
  readonly code: FailureCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Builds a failure; a missing or misspelt fact does not compile. */
export function failure<C extends FailureCode>(code: C, params: FailureParams<C>): Failure {
  return { code, params };
}

/** Whether trying again without a change by the user can help. */
export function isRetryable({ code }: Failure): boolean {
  return failureCodes[code].retryable;
}

/** A failure on its way up the stack. `cause` stays inside the process; only the failure crosses a wire. */
export class AppError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.code} ${JSON.stringify(failure.params)}`, { cause });
    this.name = 'AppError';
    this.failure = failure;
  }
}

/** Shorthand: `throw fail('timeout', { server, seconds })`. */
export function fail<C extends FailureCode>(code: C, params: FailureParams<C>, cause?: unknown): AppError {
  return new AppError(failure(code, params), cause);
}

/** The one converter at every rim: what is not an `AppError` is a bug in Portolan and says so by its message alone. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.failure;
  return failure('bug', { detail: error instanceof Error ? error.message : String(error) });
}
