import { keepLanes } from './lane-order.ts';
import type { Lane } from './lane.ts';

/** Remembers how the lanes of one picture were ordered, so that the next state of it disturbs them least. */
export class LaneMemory {
  #picture = '';
  #lanes: readonly Lane[] = [];

  keep(picture: string, lanes: readonly Lane[]): readonly Lane[] {
    this.#lanes = picture === this.#picture ? keepLanes(this.#lanes, lanes) : lanes;
    this.#picture = picture;
    return this.#lanes;
  }
}
