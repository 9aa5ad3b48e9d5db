import type { Checks } from '../checks/checks.ts';
import type { Clock } from '../clock.ts';
import type { CostBook } from '../costs/cost-book.ts';
import type { Demo } from '../demo/demo.ts';
import type { BulkChanges } from '../exposure/bulk.ts';
import type { Exposures } from '../exposure/exposures.ts';
import type { Forwards } from '../forward/forwards.ts';
import type { Clusters } from '../kube/clusters.ts';
import type { Log } from '../log/log.ts';
import type { LocalNames } from '../local-names/local-names.ts';
import type { ObjectChanges } from '../objects/object-changes.ts';
import type { Preferences } from '../preferences.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { SharedEntries } from '../sharing/shared-entries.ts';
import type { Terminals } from '../terminal/terminals.ts';

/** What the contract's calls and feeds are made of. */
export interface Parts {
  readonly clusters: Clusters;
  readonly forwards: Forwards;
  readonly profiles: Profiles;
  readonly localNames: LocalNames;
  readonly exposures: Exposures;
  readonly bulk: BulkChanges;
  readonly sharedEntries: SharedEntries;
  readonly costs: CostBook;
  readonly objectChanges: ObjectChanges;
  readonly terminals: Terminals;
  readonly preferences: Preferences;
  readonly checks: Checks;
  readonly demo: Demo;
  readonly log: Log;
  /** The person's home folder. */
  readonly home: string;
  readonly clock: Clock;
}
