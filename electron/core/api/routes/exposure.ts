import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** Changes of Services: how they are reached, made, deleted, and taken back. */
export function exposureRoutes({ exposures, objectChanges }: Pick<Parts, 'exposures' | 'objectChanges'>, feeds: Feeds) {
  return {
    choices: os.exposure.choices.handler(({ input, signal }) => exposures.choices(input.ref, signal)),
    history: os.exposure.history.handler(async function* ({ input, signal }) {
      yield* feeds.run(await exposures.history(input.ref), { ...input, signal });
    }),
    plan: os.exposure.plan.handler(({ input: { ref, wish }, signal }) => exposures.plan(ref, wish, signal)),
    preview: os.exposure.preview.handler(({ input: { ref, wish }, signal }) => exposures.preview(ref, wish, signal)),
    apply: os.exposure.apply.handler(({ input: { ref, wish, expected }, signal }) =>
      exposures.apply(ref, wish, { expected, signal }),
    ),
    undo: os.exposure.undo.handler(async ({ input: { ref, expected }, signal }) => {
      const changes = (await objectChanges.isNext(ref, 'undo')) ? objectChanges : exposures;
      await changes.undo(ref, { expected, signal });
    }),
    redo: os.exposure.redo.handler(async ({ input: { ref, expected }, signal }) => {
      const changes = (await objectChanges.isNext(ref, 'redo')) ? objectChanges : exposures;
      await changes.redo(ref, { expected, signal });
    }),
  };
}

export function bulkRoutes({ bulk }: Pick<Parts, 'bulk'>) {
  return {
    preview: os.bulk.preview.handler(({ input: { services, wish }, signal }) => bulk.preview(services, wish, signal)),
    apply: os.bulk.apply.handler(({ input: { services, wish }, signal }) => bulk.apply(services, wish, signal)),
    undo: os.bulk.undo.handler(({ input, signal }) => bulk.undo(input.services, signal)),
  };
}

export function sharingRoutes({ sharedEntries }: Pick<Parts, 'sharedEntries'>, feeds: Feeds) {
  return {
    feed: os.sharing.feed.handler(async function* ({ input, signal }) {
      yield* feeds.run(await sharedEntries.list(input.context), { ...input, signal });
    }),
    preview: os.sharing.preview.handler(({ input: { context, wish }, signal }) =>
      sharedEntries.preview(context, wish, signal),
    ),
    apply: os.sharing.apply.handler(({ input: { context, wish, expected }, signal }) =>
      sharedEntries.apply(context, wish, { expected, signal }),
    ),
    undo: os.sharing.undo.handler(({ input, signal }) => sharedEntries.undo(input, signal)),
  };
}

export function objectsRoutes({ objectChanges }: Pick<Parts, 'objectChanges'>) {
  return {
    workloads: os.objects.workloads.handler(({ input, signal }) => objectChanges.workloads(input, { signal })),
    propose: os.objects.propose.handler(({ input: { workload, ...place }, signal }) =>
      objectChanges.propose(place, workload, { signal }),
    ),
    copy: os.objects.copy.handler(({ input: { ref, name }, signal }) => objectChanges.copy(ref, name, { signal })),
    slices: os.objects.slices.handler(({ input, signal }) => objectChanges.slices(input, { signal })),
    preview: os.objects.preview.handler(({ input: { wish, ...place }, signal }) =>
      objectChanges.preview(place, wish, { signal }),
    ),
    apply: os.objects.apply.handler(({ input: { wish, expected, ...place }, signal }) =>
      objectChanges.apply(place, wish, { expected, signal }),
    ),
  };
}
