import {
  findingCodes,
  type Finding,
  type FindingCode,
  type FindingParams,
  type Fix,
  type FixTitle,
  type Proof,
  type Severity,
} from '../../../shared/model/diagnosis.ts';
import { namespaceOf } from './index-by.ts';
import type { Obj } from './objects.ts';

/** A rule looks at the facts and says what it found. */
export type Rule<F> = (facts: F) => readonly Finding[];

interface Rest {
  readonly severity: Severity;
  readonly proof: readonly Proof[];
  readonly fixes?: readonly Fix[];
  readonly children?: readonly Finding[];
}

export function finding<C extends FindingCode>(code: C, params: FindingParams<C>, rest: Rest): Finding {
  const { severity, proof, fixes = [], children = [] } = rest;
  return { code, severity, hop: findingCodes[code].hop, params, proof, fixes, children };
}

/** The field of an object as it is; what is not there is said to be missing. */
export function proof(object: Pick<Obj, 'kind' | 'metadata'>, field: string, value: unknown): Proof {
  return { object: refOf(object), field, value: shown(value) };
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '<none>';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `service/web`, as kubectl takes it. */
export function refOf({ kind, metadata }: Pick<Obj, 'kind' | 'metadata'>): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

const apiVersions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

/** A JSON merge patch. */
export function patchFix(title: FixTitle, object: Obj, body: Readonly<Record<string, unknown>>): Fix {
  const { kind, apiVersion = apiVersions[kind] ?? 'v1', metadata } = object;
  const target = { apiVersion, kind, namespace: namespaceOf(object), name: metadata.name };
  return { kind: 'patch', title, subject: `${kind} ${metadata.name}`, patch: { object: target, body } };
}

export function commandFix(title: FixTitle, subject: string, command: string): Fix {
  return { kind: 'command', title, subject, command };
}

export function advice(title: FixTitle, subject: string): Fix {
  return { kind: 'advice', title, subject };
}
