import type { DemoManifest } from '../registry.ts';
import { gameLobby } from './game-lobby.ts';
import { shop } from './shop.ts';
import { system } from './system.ts';
import { trouble } from './trouble.ts';

/** What the demo cluster has when it starts, in the order in which it can be created. */
export function sampleManifests(): DemoManifest[] {
  return [...system, ...gameLobby, ...shop, ...trouble];
}
