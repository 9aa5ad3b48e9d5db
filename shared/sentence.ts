import type { Failure, FailureCode, FailureParams } from './failure.ts';
import { m } from './paraglide/messages.js';
import type { getLocale } from './paraglide/runtime.js';

type Locale = ReturnType<typeof getLocale>;
type Sentence = (params: Readonly<Record<string, string | number>>, options?: { locale?: Locale }) => string;

const sentences: Readonly<Record<FailureCode, unknown>> = {
  'kubeconfig-missing': m.failure_kubeconfig_missing,
  'kubeconfig-not-there': m.failure_kubeconfig_not_there,
  'kubeconfig-empty': m.failure_kubeconfig_empty,
  'kubeconfig-unreadable': m.failure_kubeconfig_unreadable,
  'kubeconfig-invalid': m.failure_kubeconfig_invalid,
  'no-contexts': m.failure_no_contexts,
  'context-unknown': m.failure_context_unknown,
  'context-gone': m.failure_context_gone,
  'context-no-current': m.failure_context_no_current,
  'context-without-cluster': m.failure_context_without_cluster,
  'context-without-user': m.failure_context_without_user,
  'file-unreadable': m.failure_file_unreadable,
  'auth-provider-unsupported': m.failure_auth_provider_unsupported,
  unreachable: m.failure_unreachable,
  'host-unknown': m.failure_host_unknown,
  timeout: m.failure_timeout,
  'proxy-failed': m.failure_proxy_failed,
  'tls-untrusted': m.failure_tls_untrusted,
  'tls-hostname': m.failure_tls_hostname,
  'tls-server-expired': m.failure_tls_server_expired,
  'client-certificate-expired': m.failure_client_certificate_expired,
  'client-certificate-invalid': m.failure_client_certificate_invalid,
  unauthenticated: m.failure_unauthenticated,
  'exec-missing': m.failure_exec_missing,
  'exec-failed': m.failure_exec_failed,
  'exec-invalid': m.failure_exec_invalid,
  'exec-timeout': m.failure_exec_timeout,
  forbidden,
  'not-kubernetes': m.failure_not_kubernetes,
  'server-error': m.failure_server_error,
  'not-found': m.failure_not_found,
  expired: m.failure_expired,
  'stream-cut': m.failure_stream_cut,
  'service-gone': m.failure_service_gone,
  'service-without-port': m.failure_service_without_port,
  'port-in-use': m.failure_port_in_use,
  'port-forwarded': m.failure_port_forwarded,
  'port-forbidden': m.failure_port_forbidden,
  'address-missing': m.failure_address_missing,
  'listen-failed': m.failure_listen_failed,
  'no-endpoints': m.failure_no_endpoints,
  'none-ready': m.failure_none_ready,
  'no-ready-endpoint': m.failure_no_ready_endpoint,
  'none-on-node': m.failure_none_on_node,
  'pinned-away': m.failure_pinned_away,
  'all-drained': m.failure_all_drained,
  'pod-refused': m.failure_pod_refused,
  'pod-gone': m.failure_pod_gone,
  'forward-failed': m.failure_forward_failed,
  'forward-external': m.failure_forward_external,
  'forward-without-pod': m.failure_forward_without_pod,
  'forward-protocol': m.failure_forward_protocol,
  'forward-host': m.failure_forward_host,
  'forward-unknown': m.failure_forward_unknown,
  'service-portless': m.failure_service_portless,
  'namespace-empty': m.failure_namespace_empty,
  'profile-unknown': m.failure_profile_unknown,
  'profile-exists': m.failure_profile_exists,
  'profile-empty': m.failure_profile_empty,
  'profile-invalid': m.failure_profile_invalid,
  'gateway-host': m.failure_gateway_host,
  'gateway-unknown': m.failure_gateway_unknown,
  'gateway-ambiguous': m.failure_gateway_ambiguous,
  'gateway-no-answer': m.failure_gateway_no_answer,
  'plan-changed': m.failure_plan_changed,
  'fix-outdated': m.failure_fix_outdated,
  'plan-refused': m.failure_plan_refused,
  'plan-blocked': m.failure_plan_blocked,
  'apply-unfinished': m.failure_apply_unfinished,
  'apply-taken-back': m.failure_apply_taken_back,
  'nothing-to-undo': m.failure_nothing_to_undo,
  'exec-refused': m.failure_exec_refused,
  'exec-cut': m.failure_exec_cut,
  'shell-missing': m.failure_shell_missing,
  'debug-failed': m.failure_debug_failed,
  'debug-refused': m.failure_debug_refused,
  'shell-off': m.failure_shell_off,
  'shell-unavailable': m.failure_shell_unavailable,
  'terminals-many': m.failure_terminals_many,
  'terminal-unknown': m.failure_terminal_unknown,
  'test-pod-refused': m.failure_test_pod_refused,
  'test-pod-failed': m.failure_test_pod_failed,
  'test-pod-left': m.failure_test_pod_left,
  'wire-lost': m.failure_wire_lost,
  invalid: m.failure_invalid,
  bug: m.failure_bug,
};

/** `*` is how a scope without a namespace crosses the wire. */
function forbidden(params: FailureParams<'forbidden'>, options?: { locale?: Locale }): string {
  return params.scope === '*' ? m.failure_forbidden_everywhere(params, options) : m.failure_forbidden(params, options);
}

/** The sentence for a failure in the current locale: what, why, and the next step. */
export function sentence(failure: Failure): string {
  return sentenceIn(failure);
}

/** The same in a locale of the reader's own. */
export function sentenceIn({ code, params }: Failure, locale?: Locale): string {
  // `failure()` has checked the facts by code; the table only forgets which sentence takes which.
  return (sentences[code] as Sentence)(params, locale && { locale }).trim();
}
