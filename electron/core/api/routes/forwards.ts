import { startNamespace } from '../../forward/many/namespace.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** Forwards: one, many as profiles, and by name. */
export function forwardsRoutes(
  { clusters, forwards, clock }: Pick<Parts, 'clusters' | 'forwards' | 'clock'>,
  feeds: Feeds,
) {
  return {
    feed: os.forwards.feed.handler(({ input, signal }) => feeds.run(forwards.views, { ...input, signal })),
    start: os.forwards.start.handler(({ input }) => forwards.start(input)),
    startNamespace: os.forwards.startNamespace.handler(({ input: { context, ...wish } }) =>
      startNamespace({ ...wish, cluster: clusters.cluster(context), forwards, clock }),
    ),
    change: os.forwards.change.handler(({ input: { key, ...wishes } }) => {
      forwards.change(key, wishes);
    }),
    stop: os.forwards.stop.handler(({ input }) => forwards.stop(input.key)),
    requests: os.forwards.requests.handler(({ input, signal }) =>
      feeds.run(forwards.requests(input.key).entries, { ...input, signal }),
    ),
    clearRequests: os.forwards.clearRequests.handler(({ input }) => {
      forwards.requests(input.key).clear();
    }),
  };
}

export function profilesRoutes({ profiles }: Pick<Parts, 'profiles'>, feeds: Feeds) {
  return {
    feed: os.profiles.feed.handler(({ input, signal }) => feeds.run(profiles.views, { ...input, signal })),
    save: os.profiles.save.handler(({ input }) => profiles.save(input.name)),
    rename: os.profiles.rename.handler(({ input }) => profiles.rename(input.name, input.to)),
    remove: os.profiles.remove.handler(({ input }) => profiles.remove(input.name)),
    startWithApp: os.profiles.startWithApp.handler(({ input }) => profiles.startWithApp(input.name, input.on)),
    start: os.profiles.start.handler(({ input }) => profiles.start(input.name)),
    stop: os.profiles.stop.handler(({ input }) => profiles.stop(input.name)),
    export: os.profiles.export.handler(({ input }) => profiles.export(input.name)),
    import: os.profiles.import.handler(({ input }) => profiles.import(input.text)),
  };
}

export function localNamesRoutes({ localNames }: Pick<Parts, 'localNames'>, feeds: Feeds) {
  return {
    feed: os.localNames.feed.handler(({ input, signal }) => feeds.run(localNames.view, { ...input, signal })),
    switch: os.localNames.switch.handler(({ input }) => localNames.switch(input.door, input.on)),
  };
}
