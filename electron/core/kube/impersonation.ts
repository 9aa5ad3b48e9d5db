/** Somebody else to act as, if the server lets the user. */
export interface Impersonation {
  readonly user?: string | undefined;
  readonly uid?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
export function impersonationHeaders({
  user,
  uid,
  groups = [],
  extra = {},
}: Impersonation): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...(user && { 'Impersonate-User': raw(user) }),
    ...(uid && { 'Impersonate-Uid': raw(uid) }),
    ...(groups.length > 0 && { 'Impersonate-Group': groups.map(raw) }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${escapeKey(key)}`, values.map(raw)]),
    ),
  };
}

/** Header values travel as bytes; the API server reads them as UTF-8. */
function raw(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

/** What a header's name may not hold is percent-encoded, byte by byte, and so is the percent sign. */
function escapeKey(key: string): string {
  const escape = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return [...Buffer.from(key, 'utf8')]
    .map((byte) => (/[!#$&'*+.^_`|~\w-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : escape(byte)))
    .join('');
}
