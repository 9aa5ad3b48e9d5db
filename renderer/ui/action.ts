/** Something that a menu offers. */
export interface Action {
  readonly name: string;
  /** What it comes to, or what tells it from others of its name, in code. */
  readonly text?: string;
  readonly run: () => void;
}
