/**
 * What the page may load, in every door: its own files and nothing else, so that neither a dependency gone bad nor
 * a text from a cluster can call out. `connect` names where it may open connections to.
 *
 * Styles may be inline, as the editor puts its own into the page; a style runs nothing and can load nothing here.
 */
export function contentSecurityPolicy(connect: readonly string[]): string {
  const sources = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'font-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': connect.length > 0 ? connect.join(' ') : "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return Object.entries(sources)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
