import type { Attachment } from 'svelte/attachments';
import { untrack } from 'svelte';
import type { TerminalView } from '../../shared/model/terminal.ts';
import type { App } from '../live/app.svelte.ts';
import type { Screen, ScreenOptions } from './terminal-screen.ts';

/** Before a read that failed is tried again, in ms. */
const AGAIN = 500;

interface Shown extends Pick<ScreenOptions, 'label' | 'onFind' | 'onLeave'> {
  readonly app: App;
  readonly view: () => TerminalView;
  readonly onScreen: (screen: Screen | undefined) => void;
}

/** Puts a terminal's screen into an element, and keeps reading what its program prints. Its code comes only now. */
export function terminalScreen({ app, view, onScreen, ...options }: Shown): Attachment<HTMLElement> {
  return (parent) => {
    const key = untrack(() => view().key);
    const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
    let screen = $state.raw<Screen>();
    let closed = false;
    quietly(
      import('./terminal-screen.ts').then(({ openScreen }) => {
        if (closed) return;
        screen = openScreen(parent, {
          ...options,
          takesKeys: () => untrack(view).spec.kind !== 'logs',
          onKeys: (text) => quietly(app.call((client) => client.terminals.write({ key, text }))),
          onSize: (size) => quietly(app.call((client) => client.terminals.resize({ key, size }))),
        });
        onScreen(screen);
      }),
    );
    const run = $derived(view().run);
    $effect(() => {
      if (!screen) return;
      const reading = new AbortController();
      screen.reset();
      quietly(readOn(app, { key, run, screen, signal: reading.signal }));
      return () => reading.abort();
    });
    return () => {
      closed = true;
      onScreen(undefined);
      screen?.close();
    };
  };
}

interface Reading {
  readonly key: string;
  readonly run: number;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** One piece is asked for when the one before is on the screen: that is all the flow control there is. */
async function readOn(app: App, { key, run, screen, signal }: Reading): Promise<void> {
  for (let from = 0, last = false; !last && !signal.aborted;) {
    try {
      const output = await app.call((client) => client.terminals.read({ key, run, from }, { signal }));
      await screen.write(output.text);
      ({ next: from, last } = output);
    } catch {
      // The link was lost: the next one goes on at the same place.
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
