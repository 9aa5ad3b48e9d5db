/** What stands where a credential was. */
const GONE = '[redacted]';

/**
 * Credentials are kept out of messages where these are made; this is the second line, for what other people's code
 * puts into an error. Each rule says what is taken out, and keeps what tells where it was.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g, GONE],
  [/\b(Bearer|Basic|Negotiate)\s+[\w.~+/=-]{6,}/gi, `$1 ${GONE}`],
  // A JSON Web Token; the tokens of OpenShift; AWS access keys and the presigned URLs of EKS.
  [/\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g, GONE],
  [/\bsha256~[\w-]{20,}/g, GONE],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, GONE],
  [/\bk8s-aws-v1\.[\w-]+/g, GONE],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+@/gi, `$1${GONE}@`],
  [
    /((?:token|password|passwd|secret|api[-_]?key|(?:access|refresh|id)[-_]token|client-(?:key|certificate)-data|key)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi,
    `$1${GONE}`,
  ],
];

/** The text without what looks like a credential. */
export function redact(text: string): string {
  return rules.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
