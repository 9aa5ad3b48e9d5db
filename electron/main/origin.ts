/** The page's own origin. Node reads a custom scheme's `URL.origin` as the text `null`: compare by prefix. */
export const SCHEME = 'app';
export const PAGE_URL = `${SCHEME}://portolan/`;

export function isPageUrl(url: string): boolean {
  return url.startsWith(PAGE_URL);
}

/** Whether our page asks: it stands in a window's main frame, and a frame within it is somebody else's. */
export function isPageFrame(frame: { readonly parent: unknown; readonly url: string }): boolean {
  return !frame.parent && isPageUrl(frame.url);
}

/** What a link may hand to the system's browser: a web address, never a file or a program's own scheme. */
export function isWebUrl(url: string): boolean {
  return /^https?:$/.test(parseUrl(url)?.protocol ?? '');
}

/** `URL.canParse` is younger than the oldest Node that runs this. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
