import type { Client } from '../../shared/client.ts';

/** One connection to the core. `lost` resolves when it is gone; a call on a lost one may never settle. */
export interface Link {
  readonly client: Client;
  readonly lost: Promise<void>;
}

/** The way to the core, over as many links as it takes. */
export interface Wire {
  /** The link that is up, or the next one. */
  link(): Promise<Link>;
}

/** Hands out the current link, and makes those who ask in between wait for the next one. */
export class Links implements Wire {
  #current: Promise<Link>;
  #arrive: (link: Link) => void = () => undefined;

  constructor() {
    this.#current = this.#next();
  }

  link(): Promise<Link> {
    return this.#current;
  }

  /** A link is up, and takes the place of an older one whose loss may be told late. */
  up(link: Link): void {
    this.#arrive(link);
    const current = (this.#current = Promise.resolve(link));
    const down = (): void => {
      if (this.#current === current) this.#current = this.#next();
    };
    // A promise of a loss does not reject; were it to, the link would be no less lost.
    link.lost.then(down, down);
  }

  #next(): Promise<Link> {
    return new Promise((resolve) => (this.#arrive = resolve));
  }
}
