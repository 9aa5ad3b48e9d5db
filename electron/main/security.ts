import { shell, type Session, type WebContents } from 'electron';
import { isPageUrl, isWebUrl } from './origin.ts';

/**
 * What the window may do, should its page be made to run foreign code (a bad dependency, a text from a cluster shown
 * wrongly). The page is sandboxed and has no Node; beyond that:
 *
 * - it loads its own files only: any other request is cancelled, whatever the CSP of `page-files.ts` missed;
 * - it does not navigate, and opens no windows but of itself: a link to the web goes to the system's browser, all else
 *   nowhere;
 * - it gets no permission but to write text to the clipboard;
 * - it can ask main for two things and tell it one (`ipc.ts`), which checks who does.
 */
export function secureSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, respond) => respond({ cancel: !isPageUrl(url) && !isDevtools(url) }));
  session.setPermissionRequestHandler((_, permission, respond) => respond(permission === CLIPBOARD));
  session.setPermissionCheckHandler((_, permission) => permission === CLIPBOARD);
}

const CLIPBOARD = 'clipboard-sanitized-write';
const isDevtools = (url: string): boolean => url.startsWith('devtools://');

/** `onPage` is told of the page's own address, with the place that is to be shown in a window more. */
export function secureContents(contents: WebContents, onPage: (place: string) => void): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isPageUrl(url)) onPage(/#.*/.exec(url)?.[0] ?? '');
    if (isWebUrl(url)) shell.openExternal(url).catch(() => undefined); // without a browser there is nothing to open
    return { action: 'deny' };
  });
}
