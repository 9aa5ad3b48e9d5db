import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { ObjectStep } from '../../../shared/model/objects.ts';
import { list, record } from '../json.ts';
import { versionOf, type ObjectVersion, type PastChange } from '../exposure/history.ts';
import { bareObject, kindOf } from './object.ts';
import type { Sent } from './send.ts';

/** An object from the side that it shall be on (`before`) to the one that it is on; absent where it is not there. */
export type Sides = Pick<Sent, 'before' | 'after'>;

/** The objects of a change in the order in which they are taken back, or done again; none of another kind of change. */
export function sidesOf(change: PastChange | undefined, what: 'undo' | 'redo'): readonly Sides[] {
  const objects = (change?.objects ?? []).map(({ before, after }) =>
    what === 'undo' ? sides(before, after) : sides(after, before),
  );
  return what === 'undo' ? objects.reverse() : objects;
}

function sides(before: ApiJson | undefined, after: ApiJson | undefined): Sides {
  return { ...(before && { before }), ...(after && { after }) };
}

/** The change with the objects that are there now: their uid and their version are other ones than when it was made. */
export function asNow(change: PastChange, what: 'undo' | 'redo', sent: readonly Sent[]): PastChange {
  const made = sent.map(({ after }) => after && unmanaged(after));
  if (what === 'undo') made.reverse();
  const side = what === 'undo' ? 'before' : 'after';
  const objects = (change.objects ?? []).map((one, place) => ({ ...one, [side]: made[place] }));
  return { ...change, objects };
}

/** What was put back has another version, and another uid where it had been gone: it is the one that it was all the same. */
export function renewals(
  wanted: readonly Sides[],
  sent: readonly Sent[],
): readonly { readonly was: ObjectVersion; readonly made: ObjectVersion }[] {
  return sent.flatMap(({ after }, index) => {
    const before = wanted[index]?.before;
    return after && before ? [{ was: versionOf(before), made: versionOf(after) }] : [];
  });
}

/** Who set what is not needed to return, and is long. */
export function unmanaged(object: ApiJson): ApiJson {
  const { managedFields: _, ...metadata } = record(object['metadata']);
  return { ...object, metadata };
}

/** An object that is made anew gets its uid and its like from the server. */
export function withoutServersOwn(step: ObjectStep): ObjectStep {
  return step.do === 'create' ? { ...step, object: bareObject(step.object) } : step;
}

export function withoutNumbers(step: ObjectStep): ObjectStep {
  if (step.do !== 'create' || kindOf(step.object) !== 'Service') return step;
  const { clusterIP, clusterIPs, healthCheckNodePort: _, ...spec } = record(step.object['spec']);
  const ports = list(spec['ports']).map((port) => {
    const { nodePort: _own, ...rest } = record(port);
    return rest;
  });
  const headless = clusterIP === 'None' && { clusterIP, clusterIPs };
  return { ...step, object: { ...step.object, spec: { ...spec, ...headless, ...(ports.length > 0 && { ports }) } } };
}
