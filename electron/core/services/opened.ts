import type { Keyed } from '../../../shared/change.ts';
import { LiveMap } from '../live.ts';

/** A live map made for one reader, who closes it after use. */
export class OpenedMap<T extends Keyed> extends LiveMap<T> {
  readonly #onClose: () => void;

  constructor(onClose: () => void) {
    super();
    this.#onClose = onClose;
  }

  close(): void {
    this.#onClose();
  }
}
