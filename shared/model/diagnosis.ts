import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';

/** The stations of a connection's way, in the order in which they are looked at. */
export const hops = ['service', 'selector', 'pods', 'ports', 'traffic', 'exposure', 'names'] as const;
export type Hop = (typeof hops)[number];

/** `error`: connections fail. `warning`: some do, or will. `info`: worth knowing, nothing is wrong. */
export type Severity = 'error' | 'warning' | 'info';
export type Verdict = 'healthy' | 'degraded' | 'broken' | 'unknown';

/**
 * Every finding there is, with the hop that it breaks and the facts that its sentence names. The sentence itself is
 * made where it is read (`diagnosis-text.ts`), in the reader's language.
 */
export const findingCodes = {
  A1: { hop: 'service', params: ['name', 'namespace', 'others'] },
  A2: { hop: 'service', params: ['service'] },
  A3: { hop: 'service', params: ['service', 'reason'] },
  A4: { hop: 'service', params: ['slices'] },
  A5: { hop: 'service', params: ['slice', 'what', 'found', 'wanted'] },
  A6: { hop: 'service', params: ['manager'] },
  A7: { hop: 'service', params: ['service', 'host'] },
  A8: { hop: 'service', params: ['finalizers'] },
  A9: { hop: 'service', params: ['proxy'] },
  A10: { hop: 'service', params: ['slices'] },
  A11: { hop: 'service', params: ['service', 'count'] },
  A12: { hop: 'service', params: ['pods', 'nodes'] },
  B1: { hop: 'selector', params: ['selector', 'found', 'owner', 'count', 'letters'] },
  B2: { hop: 'selector', params: ['key', 'found', 'value', 'owner'] },
  B3: { hop: 'selector', params: ['selector', 'found', 'owner'] },
  B4: { hop: 'selector', params: ['selector', 'found', 'owner', 'count'] },
  B5: { hop: 'selector', params: ['labels', 'owner'] },
  B6: { hop: 'selector', params: ['selector', 'namespaces', 'namespace'] },
  B7: { hop: 'selector', params: ['owner', 'by'] },
  B8: { hop: 'selector', params: ['selector', 'namespace'] },
  B9: { hop: 'selector', params: ['hpa', 'owner', 'message'] },
  B10: { hop: 'selector', params: ['owner', 'message'] },
  B11: { hop: 'selector', params: ['owners'] },
  B12: { hop: 'selector', params: ['job'] },
  B13: { hop: 'selector', params: ['selector', 'found', 'owner'] },
  B14: { hop: 'selector', params: ['diff', 'owner'] },
  B15: { hop: 'selector', params: ['owner', 'message'] },
  C1: { hop: 'pods', params: ['pods', 'message'] },
  C2: { hop: 'pods', params: ['pods', 'container', 'image', 'reason', 'message'] },
  C3: { hop: 'pods', params: ['pods', 'container', 'reason', 'message'] },
  C4: { hop: 'pods', params: ['pods', 'container', 'reason', 'exit', 'restarts'] },
  C5: { hop: 'pods', params: ['pods', 'container', 'reason'] },
  C6: { hop: 'pods', params: ['pods', 'container', 'probe', 'since', 'message'] },
  C7: { hop: 'pods', params: ['pods', 'gate'] },
  C8: { hop: 'pods', params: ['pods'] },
  C9: { hop: 'pods', params: ['pods', 'reason'] },
  C10: { hop: 'pods', params: ['node', 'pods'] },
  C11: { hop: 'pods', params: ['node', 'pods'] },
  C12: { hop: 'pods', params: ['pods'] },
  C13: { hop: 'pods', params: ['pods'] },
  C14: { hop: 'pods', params: ['owner', 'message'] },
  C15: { hop: 'pods', params: ['pods', 'claim', 'message'] },
  C16: { hop: 'pods', params: ['pods', 'container'] },
  C17: { hop: 'pods', params: ['pods', 'reason'] },
  C18: { hop: 'pods', params: ['pods', 'message'] },
  D1: { hop: 'ports', params: ['port', 'target', 'pods', 'declared'] },
  D2: { hop: 'ports', params: ['port', 'target', 'wanted', 'found'] },
  D3: { hop: 'ports', params: ['port', 'target', 'have', 'total', 'pods'] },
  D4: { hop: 'ports', params: ['port', 'target', 'container'] },
  D5: { hop: 'ports', params: ['port', 'target', 'declared'] },
  D6: { hop: 'ports', params: ['port', 'declared'] },
  D7: { hop: 'ports', params: ['port', 'target'] },
  D8: { hop: 'ports', params: ['port', 'target', 'wanted', 'found'] },
  D9: { hop: 'ports', params: ['container', 'bind'] },
  D10: { hop: 'ports', params: ['pods'] },
  D11: { hop: 'ports', params: ['family', 'pods'] },
  D12: { hop: 'ports', params: ['port', 'target'] },
  D13: { hop: 'ports', params: ['port', 'target'] },
  D14: { hop: 'ports', params: ['port', 'appProtocol'] },
  D15: { hop: 'ports', params: ['address', 'pods'] },
  D16: { hop: 'ports', params: ['port', 'target', 'declared'] },
  D17: { hop: 'ports', params: ['pods', 'port', 'target'] },
  D18: { hop: 'ports', params: ['port', 'spoken', 'wanted'] },
  D19: { hop: 'ports', params: ['port', 'names', 'wanted'] },
  D20: { hop: 'ports', params: ['pods', 'target'] },
  D21: { hop: 'ports', params: ['port', 'until'] },
  E1: { hop: 'traffic', params: ['nodes'] },
  E2: { hop: 'traffic', params: ['nodes', 'local', 'total'] },
  E3: { hop: 'traffic', params: ['policy', 'port', 'allowed', 'case'] },
  E4: { hop: 'traffic', params: ['policy', 'client'] },
  E5: { hop: 'traffic', params: ['kinds'] },
  E6: { hop: 'traffic', params: ['zone'] },
  E7: { hop: 'traffic', params: ['client'] },
  E8: { hop: 'traffic', params: ['time', 'unit'] },
  E9: { hop: 'traffic', params: [] },
  E10: { hop: 'traffic', params: ['pods'] },
  E11: { hop: 'traffic', params: ['pods', 'target'] },
  E12: { hop: 'traffic', params: ['address', 'port'] },
  F1: { hop: 'exposure', params: [] },
  F2: { hop: 'exposure', params: ['class'] },
  F3: { hop: 'exposure', params: ['meaning', 'message'] },
  F3b: { hop: 'exposure', params: ['reason', 'message'] },
  F3c: { hop: 'exposure', params: ['pods', 'message'] },
  F3d: { hop: 'exposure', params: ['nodes'] },
  F4: { hop: 'exposure', params: ['nodePorts'] },
  F5: { hop: 'exposure', params: ['host', 'case'] },
  F6: { hop: 'exposure', params: ['address', 'port', 'other'] },
  F7: { hop: 'exposure', params: ['ranges'] },
  F8: { hop: 'exposure', params: ['port'] },
  F9: { hop: 'exposure', params: ['nodePort', 'other'] },
  F10: { hop: 'exposure', params: ['host'] },
  F11: { hop: 'exposure', params: ['route', 'port', 'ports'] },
  F12: { hop: 'exposure', params: ['route', 'service', 'status'] },
  F13: { hop: 'exposure', params: ['port', 'error'] },
  G1: { hop: 'names', params: ['name', 'namespace', 'client'] },
  G2: { hop: 'names', params: ['host', 'domain'] },
  G3: { hop: 'names', params: ['service'] },
  G4: { hop: 'names', params: ['client', 'ndots'] },
  G5: { hop: 'names', params: ['client'] },
  G6: { hop: 'names', params: ['owner', 'found', 'wanted'] },
  G7: { hop: 'names', params: ['pods', 'variable'] },
  G8: { hop: 'names', params: ['host'] },
  G9: { hop: 'names', params: ['policy', 'client'] },
  G10: { hop: 'names', params: ['host'] },
  R1: { hop: 'ports', params: ['port', 'total'] },
  U1: { hop: 'service', params: ['kinds'] },
  U2: { hop: 'service', params: ['detail'] },
} as const satisfies Record<string, { readonly hop: Hop; readonly params: readonly string[] }>;

export type FindingCode = keyof typeof findingCodes;
export type FindingParams<C extends FindingCode> = Readonly<
  Record<(typeof findingCodes)[C]['params'][number], string | number>
>;

/** One field of one object, as the cluster has it. `object` in kubectl's words: `service/web`. */
export interface Proof {
  readonly object: string;
  readonly field: string;
  readonly value: string;
}

/** What a fix does, to name it in the reader's language. */
export type FixTitle =
  | 'change-selector'
  | 'change-target-port'
  | 'change-port'
  | 'change-protocol'
  | 'change-policy'
  | 'use-node-ports'
  | 'change-template'
  | 'change-slice'
  | 'change-route'
  | 'change-name'
  | 'scale-up'
  | 'allow-traffic'
  | 'free-address'
  | 'remove-label'
  | 'look'
  | 'restart'
  | 'delete-stale'
  | 'use-name'
  | 'ask';

/** A JSON merge patch for one object. */
export interface Patch {
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Fix {
  readonly kind: 'patch' | 'command' | 'advice';
  readonly title: FixTitle;
  /** What the title is about: an object, or a value. */
  readonly subject: string;
  readonly patch?: Patch;
  readonly command?: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly hop: Hop;
  readonly params: Readonly<Record<string, string | number>>;
  readonly proof: readonly Proof[];
  readonly fixes: readonly Fix[];
  /** What follows from it. */
  readonly children: readonly Finding[];
}

/** What was found out about one Service. `key` as in `ServiceRow`. */
export interface Diagnosis extends Keyed {
  readonly namespace: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** How many possible findings were looked for at each station: of the others nothing can be asked here. */
  readonly looked: Readonly<Record<Hop, number>>;
  /** Cause before consequence. */
  readonly findings: readonly Finding[];
  /** What could not be read for want of rights, and would be needed to be sure. */
  readonly gaps: readonly Failure[];
}

/** What a fix would change, field by field, as the server's dry run has it. */
export interface FixPreview {
  /** The version of the object that was looked at: what is applied must still find it. */
  readonly resourceVersion: string;
  /** `by`: the fix asks for it, or it is the server's own addition. A side that is undefined has no such field. */
  readonly changes: readonly {
    readonly path: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
    readonly by: 'you' | 'server';
  }[];
  readonly command: string;
  /** Whoever is known to put the object back as it was. */
  readonly manager?: string;
  /** Why the server would not take it. */
  readonly refusal?: Failure;
}

/** A fix that was applied, and what takes it back. */
export interface FixApplied {
  readonly resourceVersion: string;
  readonly undo: Patch;
}
