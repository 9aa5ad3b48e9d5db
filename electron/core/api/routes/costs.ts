import { liveCosts } from '../../costs/live.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** What load balancers cost, and by which prices. */
export function costsRoutes({ clusters, costs }: Pick<Parts, 'clusters' | 'costs'>, feeds: Feeds) {
  return {
    feed: os.costs.feed.handler(({ input, signal }) =>
      feeds.run(liveCosts(clusters.cluster(input.context), costs), { ...input, signal }),
    ),
    book: os.costs.book.handler(({ input, signal }) => feeds.run(costs.view, { ...input, signal })),
    change: os.costs.change.handler(({ input }) => costs.change(input)),
    importPrices: os.costs.importPrices.handler(({ input }) => costs.importPrices(input.text)),
  };
}
