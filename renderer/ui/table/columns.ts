/** A column of a table: its class in the table's style, its title, and what a click on it sorts by. */
export interface Column<Sort extends string> {
  readonly id: string;
  readonly title: () => string;
  readonly sort?: Sort;
}
