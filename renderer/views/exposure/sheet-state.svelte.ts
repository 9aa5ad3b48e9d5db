import { createContext, tick } from 'svelte';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';

/** Several Services, and what is to become of them together: the same change, or one entry. */
export interface Several {
  readonly what: 'bulk' | 'share';
  readonly services: readonly ServiceRef[];
}

/** Which Service's exposure stands beside the list, or that of several, and where the focus goes back to. */
export class SheetState {
  ref = $state.raw<ServiceRef>();
  several = $state.raw<Several>();

  open(service: ServiceRef): void {
    this.several = undefined;
    this.ref = bare(service);
  }

  openSeveral(what: Several['what'], services: readonly ServiceRef[]): void {
    this.ref = undefined;
    this.several = { what, services: services.map(bare) };
  }

  close(): void {
    const ref = this.ref ?? this.several?.services[0];
    this.ref = undefined;
    this.several = undefined;
    if (!ref) return;
    const place = `[data-key="${CSS.escape(serviceKey(ref))}"]`;
    tick().then(
      () => document.querySelector<HTMLElement>(place)?.focus(),
      () => undefined,
    );
  }
}

const bare = ({ context, namespace, name }: ServiceRef): ServiceRef => ({ context, namespace, name });

export const [getSheet, setSheet] = createContext<SheetState>();
