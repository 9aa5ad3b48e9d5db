import { m } from '../../../shared/paraglide/messages.js';
import type { Column } from '../../ui/table/columns.ts';
import type { SortColumn } from './sort.ts';

/** The columns in their order at full width; `ServiceTable` folds some into a second line where it is narrow. */
export const columns: readonly Column<SortColumn>[] = [
  { id: 'state', title: m.services_col_state, sort: 'state' },
  { id: 'name', title: m.services_col_name, sort: 'name' },
  { id: 'cluster', title: m.services_col_cluster, sort: 'cluster' },
  { id: 'namespace', title: m.services_col_namespace, sort: 'namespace' },
  { id: 'type', title: m.services_col_type, sort: 'type' },
  { id: 'ready', title: m.services_col_ready, sort: 'ready' },
  { id: 'ports', title: m.services_col_ports, sort: 'ports' },
  { id: 'address', title: m.services_col_address, sort: 'address' },
  { id: 'forward', title: m.services_col_forward },
  { id: 'age', title: m.services_col_age, sort: 'age' },
];
