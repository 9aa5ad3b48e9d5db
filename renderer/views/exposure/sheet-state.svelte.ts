import { createContext, tick } from 'svelte';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import type { Place } from '../../../shared/model/objects.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';

/** Several Services, and what is to become of them together: the same change, or one entry. */
export interface Several {
  readonly what: 'bulk' | 'share';
  readonly services: readonly ServiceRef[];
}

/** What can stand beside a screen: one at a time. */
export type SheetContent =
  | { readonly show: 'exposure' | 'copy' | 'delete' | 'slices'; readonly ref: ServiceRef }
  | { readonly show: 'several'; readonly several: Several }
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

  show(show: Extract<SheetContent, { ref: ServiceRef }>['show'], ref: ServiceRef): void {
    this.content = { show, ref: bare(ref) };
  }

  /** In the order of their names: rules of an entry are made in it, and a list has that in which they came. */
  openSeveral(what: Several['what'], services: readonly ServiceRef[]): void {
    const sorted = services.map(bare).toSorted((a, b) => byText.compare(serviceKey(a), serviceKey(b)));
    this.content = { show: 'several', several: { what, services: sorted } };
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

/** A row for its exposure, the first row for that of several; otherwise the button that says what it opens. */
function openerOf(content: SheetContent): string {
  switch (content.show) {
    case 'exposure':
      return rowOf(content.ref);
    case 'several':
      return content.several.services.slice(0, 1).map(rowOf).join('') || 'main';
    default:
      return `[data-opens~="${content.show}"]`;
  }
}

const byText = new Intl.Collator('en', { numeric: true });
const rowOf = (ref: ServiceRef): string => `[data-key="${CSS.escape(serviceKey(ref))}"]`;
const bare = ({ context, namespace, name }: ServiceRef): ServiceRef => ({ context, namespace, name });

export const [getSheet, setSheet] = createContext<SheetState>();
