import type { Failure } from '../failure.ts';

/** The ways to reach Services by their names: web pages over one port, and any connection through a SOCKS5 proxy. */
export const doors = ['gateway', 'socks'] as const;
export type DoorName = (typeof doors)[number];

export type Door =
  | { readonly state: 'off' }
  | { readonly state: 'on'; readonly port: number }
  | { readonly state: 'failed'; readonly failure: Failure };

export interface LocalNamesView extends Readonly<Record<DoorName, Door>> {
  readonly key: 'local-names';
}

/** What is remembered of each: whether it was on, and its port. */
export type DoorWishes = Readonly<Partial<Record<DoorName, { readonly on: boolean; readonly port?: number }>>>;
