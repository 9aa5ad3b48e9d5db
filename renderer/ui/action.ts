/** Something that a menu offers. */
export interface Action {
  readonly name: string;
  /** What tells it from others of its name. */
  readonly detail?: string;
  readonly run: () => void;
}
