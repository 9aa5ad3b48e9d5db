import type { ContextView } from '../shared/model/context.ts';
import type { Route } from './route.ts';

/** The contexts that are connected, or about to be. */
export function connectedOf(contexts: readonly ContextView[]): readonly ContextView[] {
  return contexts.filter(({ link }) => link.state !== 'off');
}

/** The connected contexts that a route shows: those it names, or all when it names none that is connected. */
export function inScope(contexts: readonly ContextView[], route: Route): readonly ContextView[] {
  const connected = connectedOf(contexts);
  const scope = route.view === 'services' ? (route.scope ?? []) : [];
  const named = connected.filter(({ key }) => scope.includes(key));
  return named.length > 0 ? named : connected;
}

/**
 * The scope after a click on a context: it alone, or with `add` it too, or no more. Back to all (undefined) when it
 * was alone already, or when all are chosen.
 */
export function nextScope(
  shown: readonly string[],
  clicked: string,
  { add, all }: { readonly add: boolean; readonly all: number },
): readonly string[] | undefined {
  const alone = shown.length === 1 && shown[0] === clicked;
  if (!add) return alone ? undefined : [clicked];
  const next = shown.includes(clicked) ? shown.filter((key) => key !== clicked) : [...shown, clicked];
  return next.length === 0 || next.length === all ? undefined : next;
}
