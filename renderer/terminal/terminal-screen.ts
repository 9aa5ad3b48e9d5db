import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { TerminalSize } from '../../shared/model/terminal.ts';
import { m } from '../../shared/paraglide/messages.js';
import { themeChanges } from '../views/service/chart/theme-changes.ts';
import { terminalTheme } from './terminal-theme.ts';

const SCROLLBACK = 10_000;

export interface ScreenOptions {
  readonly label: string;
  /** False for what only shows, as logs: no key goes anywhere, nor does what a sequence makes the screen answer. */
  readonly takesKeys: () => boolean;
  readonly onKeys: (text: string) => void;
  readonly onSize: (size: TerminalSize) => void;
  readonly onFind: () => void;
  readonly onLeave: () => void;
}

/** A terminal's screen in the page. */
export interface Screen {
  /** Resolves when the text is on the screen, which is the time to ask for more. */
  write(text: string): Promise<void>;
  reset(): void;
  focus(): void;
  /** Whether there is such a text; the next one, or the one before, is selected. */
  find(text: string, backwards: boolean): boolean;
  close(): void;
}

/** What the screen is told by sequences runs nothing: no clipboard, no title, and links lead to the web alone. */
export function openScreen(parent: HTMLElement, options: ScreenOptions): Screen {
  const link = {
    activate: openLink,
    hover: (_: MouseEvent, url: string) => tell(parent, url),
    leave: () => tell(parent),
  };
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
    fontSize: 12,
    lineHeight: 1.25,
    scrollback: SCROLLBACK,
    theme: terminalTheme(),
    minimumContrastRatio: 4.5,
    cursorBlink: false,
    cursorInactiveStyle: options.takesKeys() ? 'outline' : 'none',
    linkHandler: { ...link, allowNonHttpProtocols: false },
  });
  terminal.options.disableStdin = !options.takesKeys();
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon(openLink, { hover: link.hover, leave: link.leave }));
  terminal.open(parent);
  terminal.textarea?.setAttribute('aria-label', options.label);
  terminal.attachCustomKeyEventHandler((event) => ownKey(event, { terminal, ...options }));
  terminal.onData((text) => {
    if (options.takesKeys()) options.onKeys(text);
  });
  terminal.onResize(({ cols, rows }) => options.onSize({ columns: cols, rows }));
  const unsubscribe = themeChanges(() => (terminal.options.theme = terminalTheme()));
  const refit = (): void => {
    if (parent.clientWidth > 0 && parent.clientHeight > 0) fit.fit();
  };
  const observer = new ResizeObserver(refit);
  observer.observe(parent);
  refit();
  return {
    write: (text) => new Promise((resolve) => terminal.write(text, resolve)),
    reset: () => terminal.reset(),
    focus: () => terminal.focus(),
    find: (text, backwards) => (backwards ? search.findPrevious(text) : search.findNext(text)),
    close: () => {
      unsubscribe();
      observer.disconnect();
      terminal.dispose();
    },
  };
}

type KeyOptions = ScreenOptions & { readonly terminal: Terminal };

/** Keys that are the app's own, or the browser's for copy and paste; the others go to the program. */
function ownKey(event: KeyboardEvent, { terminal, onFind, onLeave }: KeyOptions): boolean {
  if (event.type !== 'keydown') return true;
  const mod = event.ctrlKey || event.metaKey;
  const letter = event.code.replace('Key', '').toLowerCase();
  if (event.key === 'F6') {
    onLeave();
    return false;
  }
  if (mod && letter === 'j') return false;
  if (letter === 'f' && (event.metaKey || (event.ctrlKey && event.shiftKey))) {
    event.preventDefault();
    onFind();
    return false;
  }
  if (letter === 'c' && mod && (event.shiftKey || terminal.hasSelection())) {
    event.preventDefault();
    navigator.clipboard.writeText(terminal.getSelection()).catch(() => undefined);
    terminal.clearSelection();
    return false;
  }
  // The browser pastes, and asks nobody for the right to read the clipboard.
  return !(letter === 'v' && mod);
}

/** With Ctrl or Cmd, so that no click on a text from a cluster leads away by mistake. */
function openLink(event: MouseEvent, url: string): void {
  if ((event.ctrlKey || event.metaKey) && /^https?:\/\//i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}

function tell(parent: HTMLElement, url?: string): void {
  if (url === undefined) parent.removeAttribute('title');
  else parent.title = m.terminal_link({ keys: /Mac/.test(navigator.platform) ? '⌘' : 'Ctrl', url });
}
