import { createContext, tick } from 'svelte';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import type { Place } from '../../../shared/model/objects.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';

/** What can stand beside a screen: one at a time. */
export type SheetContent =
  | { readonly show: 'exposure' | 'copy' | 'delete' | 'slices'; readonly ref: ServiceRef }
  | { readonly show: 'new'; readonly place: Place };

/** Which sheet is open, and where the focus goes back to. */
export class SheetState {
  content = $state.raw<SheetContent>();
  /** The type that the next exposure to open starts with. */
  wish: ExposureName | undefined;

  /** A Service's exposure. */
  open(ref: ServiceRef): void {
    this.show('exposure', ref);
  }

  show(show: Exclude<SheetContent['show'], 'new'>, { context, namespace, name }: ServiceRef): void {
    this.content = { show, ref: { context, namespace, name } };
  }

  create(place: Place): void {
    this.content = { show: 'new', place };
  }

  takeWish(): ExposureName | undefined {
    const { wish } = this;
    this.wish = undefined;
    return wish;
  }

  close(): void {
    const { content } = this;
    this.content = undefined;
    if (!content) return;
    tick().then(
      () => document.querySelector<HTMLElement>(openerOf(content))?.focus(),
      () => undefined,
    );
  }
}

/** A row for its exposure; otherwise the button that says what it opens. */
function openerOf(content: SheetContent): string {
  return content.show === 'exposure'
    ? `[data-key="${CSS.escape(serviceKey(content.ref))}"]`
    : `[data-opens~="${content.show}"]`;
}

export const [getSheet, setSheet] = createContext<SheetState>();
