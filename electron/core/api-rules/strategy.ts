import type { Json } from '../json.ts';
import type { ApiKind, ApiMeta, ApiObject } from './object.ts';
import type { FieldError } from './validation/field-error.ts';
import type { WordRule } from './validation/names.ts';

/** An object on its way into the store. */
export interface Draft {
  apiVersion: string;
  kind: ApiKind;
  metadata: DraftMeta;
  spec?: Json;
  status?: Json;
  [field: string]: unknown;
}

export type DraftMeta = { -readonly [K in keyof ApiMeta]: ApiMeta[K] };

/** What was taken for an object: kept when the object is stored, given back when it is refused. */
export interface Taken {
  readonly commit: () => void;
  readonly revert: () => void;
}

export interface BeginOptions {
  readonly old: ApiObject | undefined;
  readonly dryRun: boolean;
}

/** What is particular to one kind. Every write goes through `defaults`, `begin`, `prepare` and `validate`, in this order. */
export interface Strategy {
  readonly name: WordRule;
  /** Counts changes of all but metadata and status in `metadata.generation`. */
  readonly hasGeneration?: boolean;
  /** `status` has to be there, even empty. */
  readonly status?: Readonly<Json>;
  /** Fills in what a client left out, wherever it is read. */
  readonly defaults?: (draft: Draft) => void;
  /** Takes what there is only once in the cluster. Throws `StatusError`. */
  readonly begin?: (draft: Draft, options: BeginOptions) => Taken;
  /** Clears what the server does not take from clients. */
  readonly prepare?: (draft: Draft, old: ApiObject | undefined) => void;
  readonly validate?: (draft: Draft, old: ApiObject | undefined) => FieldError[];
  readonly validateStatus?: (draft: Draft, old: ApiObject) => FieldError[];
  readonly warnings?: (draft: Draft) => string[];
  /** The object is gone. */
  readonly release?: (object: ApiObject) => void;
  /** How long a deletion waits when nobody says; undefined: not at all. */
  readonly grace?: (object: ApiObject) => number;
}
