/** A longer path is cut: the log is for reading. */
const LONGEST = 2048;

/** Names of query parameters whose values open something. */
const secret =
  /token|secret|passw|pwd|api[-_]?key|access[-_]?key|auth|signature|credential|session|^(?:sig|key|code|jwt)$/i;

/** The request's target as the log keeps it: without the values that a query gives away. */
export function recordedPath(target: string): string {
  const shown = target.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1');
  const at = shown.indexOf('?');
  const path =
    at < 0
      ? shown
      : `${shown.slice(0, at)}?${shown
          .slice(at + 1)
          .split('&')
          .map(masked)
          .join('&')}`;
  return path.length > LONGEST ? `${path.slice(0, LONGEST)}…` : path;
}

function masked(parameter: string): string {
  const at = parameter.indexOf('=');
  if (at < 0) return parameter;
  const name = parameter.slice(0, at);
  return secret.test(plain(name)) ? `${name}=***` : parameter;
}

function plain(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
