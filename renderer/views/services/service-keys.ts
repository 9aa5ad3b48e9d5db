import type { ServiceRow } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';
import type { Router } from '../../router.svelte.ts';
import { isCommand, keyOf } from '../../shell/keys.ts';
import { defaultPort } from '../../../shared/default-port.ts';
import { startWishOf } from '../forwards/start/start-wish.svelte.ts';
import type { SheetState } from '../exposure/sheet-state.svelte.ts';
import { openableUrl } from './local-address.ts';
import { copyText } from './row-keys.ts';
import type { Selection } from './selection.svelte.ts';
import type { ServiceList } from './service-list.svelte.ts';
import { startForward } from './start-forward.ts';

interface Needs {
  readonly app: App;
  readonly router: Router;
  readonly list: ServiceList;
  readonly selection: Selection;
  readonly sheet: SheetState;
}

export function openService(router: Router, { context, namespace, name }: ServiceRow): void {
  router.go({ view: 'service', context, namespace, name, tab: 'chart' });
}

/**
 * What keys do on a row: Enter opens it, `e` its exposure, `f` forwards, `F` asks how, `o` opens the forward, `x` selects, `c` and a
 * letter copies.
 */
export function serviceKeys({
  app,
  router,
  list,
  selection,
  sheet,
}: Needs): (event: KeyboardEvent, row: ServiceRow) => void {
  let copying = false;

  function copy(letter: string, row: ServiceRow): void {
    const text = copyText(letter, row, list.forwards.get(row.key));
    if (text !== undefined) app.copy(text);
  }

  function forward(row: ServiceRow): void {
    const running = list.forwards.get(row.key);
    const port = defaultPort(row);
    if (running) router.go({ view: 'forwards', key: running.key });
    else if (port) startForward(app, row, port);
  }

  function open(row: ServiceRow): void {
    const running = list.forwards.get(row.key);
    const url = running && openableUrl(running);
    if (url !== undefined) window.open(url, '_blank', 'noreferrer');
  }

  return (event, row) => {
    if (!isCommand(event)) return;
    const key = keyOf(event);
    const isCopying = copying;
    copying = key === 'c' && !isCopying;
    if (isCopying) {
      event.preventDefault(); // it has its meaning: n is no new Service here
      copy(key, row);
    } else if (key === 'Enter') openService(router, row);
    else if (key === 'f') forward(row);
    else if (key === 'F' && defaultPort(row)) startWishOf(app).service = row;
    else if (key === 'o') open(row);
    else if (key === 'e') sheet.open(row);
    else if (key === 'x') selection.toggle(row.key);
    else if (key === 'Escape') selection.clear();
  };
}
