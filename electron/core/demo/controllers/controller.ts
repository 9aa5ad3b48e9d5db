import type { Clock } from '../../clock.ts';
import type { RecordEvent } from '../event-recorder.ts';
import type { Informer } from '../informer.ts';
import type { DemoObject, Registry } from '../registry.ts';

/** What every controller works with. */
export interface ControllerContext {
  readonly registry: Registry;
  readonly informer: Informer;
  readonly clock: Clock;
  readonly recorder: (component: string) => RecordEvent;
}

export interface Controller {
  /** The objects (as `namespace/name` of the controller's own kind) that a change of this one concerns. */
  concerns(object: DemoObject): readonly string[];
  /** Brings one in line with what it asks for. Returns when to look again by itself, if ever. */
  reconcile(namespace: string, name: string): number | undefined;
}

export function keyOf({ metadata }: DemoObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The one that made it and keeps it, if it is of this kind. */
export function controllerKey({ metadata }: DemoObject, kind: string): string[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner?.kind === kind ? [`${metadata.namespace ?? ''}/${owner.name}`] : [];
}

/** `metadata.ownerReferences` that make `owner` the controller. */
export function ownedBy({ apiVersion, kind, metadata: { name, uid } }: DemoObject): readonly object[] {
  return [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];
}
