import { createContext, tick } from 'svelte';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';

/** Which Service's exposure stands beside the list, and where the focus goes back to. */
export class SheetState {
  ref = $state.raw<ServiceRef>();
  /** The type that the next panel to open starts with. */
  wish: ExposureName | undefined;

  open({ context, namespace, name }: ServiceRef): void {
    this.ref = { context, namespace, name };
  }

  takeWish(): ExposureName | undefined {
    const { wish } = this;
    this.wish = undefined;
    return wish;
  }

  close(): void {
    const { ref } = this;
    this.ref = undefined;
    if (!ref) return;
    const place = `[data-key="${CSS.escape(serviceKey(ref))}"]`;
    tick().then(
      () => document.querySelector<HTMLElement>(place)?.focus(),
      () => undefined,
    );
  }
}

export const [getSheet, setSheet] = createContext<SheetState>();
