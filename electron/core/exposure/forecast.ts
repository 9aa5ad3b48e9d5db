import type { ApiJson, PlanRefusal } from '../../../shared/model/exposure.ts';
import { isRecord, list, record, text } from '../json.ts';
import type { Json } from '../json.ts';
import type { ApiObject } from '../api-rules/object.ts';
import { StatusError, unprocessable } from '../api-rules/status-error.ts';
import { toDraft } from '../api-rules/decode.ts';
import { Allocations } from '../api-rules/service/allocation.ts';
import type { Families } from '../api-rules/service/families.ts';
import { nodePortsOf } from '../api-rules/service/service.ts';
import type { ServiceSpec } from '../api-rules/service/service.ts';
import { serviceStrategy } from '../api-rules/service/strategy.ts';
import type { Draft, Strategy } from '../api-rules/strategy.ts';
import { mergePatch } from '../api-rules/merge-patch.ts';
import { validateMeta, validateMetaUpdate } from '../api-rules/validation/meta.ts';
import type { ExposedService } from './facts.ts';

export interface Accepted {
  readonly object: ExposedService;
  readonly warnings: readonly string[];
}

/** What the server would make of a request, or its exact refusal. */
export type Outcome = Accepted | { readonly refusal: PlanRefusal };

export interface ForecastOptions {
  /** All Services known, the one in question among them: their addresses and node ports are taken. */
  readonly services: readonly ExposedService[];
  readonly families: Families;
}

/**
 * The API server's own order of events for one Service, over the same rules as the demo cluster's. What only the
 * server can pick comes out as placeholders, as in its dry run.
 */
export class Forecast {
  readonly #strategy: Strategy;

  constructor({ services, families }: ForecastOptions) {
    const allocations = new Allocations(() => 0, { isForecast: true });
    for (const { spec } of services) allocations.hold(spec);
    this.#strategy = serviceStrategy(allocations, families);
  }

  patch(old: ExposedService, body: Json): Outcome {
    const before = asObject(old);
    return judged(() => {
      const draft = toDraft('Service', mergePatch(before, body));
      // The precondition is the sender's business.
      Object.assign(draft.metadata, { resourceVersion: old.metadata.resourceVersion });
      const errors = (): ReturnType<typeof validateMetaUpdate> => validateMetaUpdate(draft.metadata, before.metadata);
      return this.#pass(draft, before, () => [...errors(), ...errors()]);
    });
  }

  create(manifest: Json): Outcome {
    return judged(() => {
      const draft = toDraft('Service', manifest);
      draft.metadata.name ||= '';
      return this.#pass(draft, undefined, () =>
        validateMeta(draft.metadata, { name: this.#strategy.name, namespaced: true }),
      );
    });
  }

  #pass(draft: Draft, old: ApiObject | undefined, checkMeta: () => ReturnType<typeof validateMeta>): Accepted {
    const { defaults, begin, prepare, validate, warnings } = this.#strategy;
    defaults?.(draft);
    begin?.(draft, { old, dryRun: true });
    prepare?.(draft, old);
    const errors = [...checkMeta(), ...(validate?.(draft, old) ?? [])];
    if (errors.length > 0) throw unprocessable({ name: draft.metadata.name, kind: 'Service' }, errors);
    return { object: asService(draft), warnings: warnings?.(draft) ?? [] };
  }
}

/** Runs rules, and makes a result of what they throw. */
export function judged<T>(work: () => T): T | { readonly refusal: PlanRefusal } {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const causes = list(record(error.details)['causes']).map((cause) => {
      const { field, message } = record(cause);
      return { field: text(field), message: text(message) };
    });
    return { refusal: { code: error.code, message: error.message, causes } };
  }
}

/** Fields of `spec` whose values are in nobody's request and were not there before: the server's picks. */
export function picksIn(spec: ServiceSpec, known: readonly unknown[]): readonly string[] {
  const seen = new Set(known.flatMap(numbersIn));
  const picked = (path: string, value: unknown): readonly string[] =>
    value === undefined || value === 'None' || seen.has(value) ? [] : [path];
  return [
    ...picked('spec.clusterIP', spec.clusterIP),
    ...(spec.clusterIPs ?? []).flatMap((ip, index) => picked(`spec.clusterIPs[${index}]`, ip)),
    ...(spec.ports ?? []).flatMap(({ nodePort }, index) => picked(`spec.ports[${index}].nodePort`, nodePort)),
    ...picked('spec.healthCheckNodePort', spec.healthCheckNodePort),
  ];
}

function numbersIn(value: unknown): readonly unknown[] {
  if (!isRecord(value)) return [];
  const spec = value as ServiceSpec; // read leniently: a patch has parts of it
  return [spec.clusterIP, ...list(spec.clusterIPs), spec.healthCheckNodePort, ...portsOf(spec)];
}

function portsOf({ ports }: ServiceSpec): readonly unknown[] {
  return Array.isArray(ports) ? nodePortsOf({ ports }) : [];
}

/** Without what only the server knows. */
export function withoutPicks(spec: ServiceSpec, picked: readonly string[]): ServiceSpec {
  const bare = structuredClone(spec);
  if (picked.includes('spec.clusterIP')) delete bare.clusterIP;
  if (picked.includes('spec.healthCheckNodePort')) delete bare.healthCheckNodePort;
  const kept = bare.clusterIPs?.filter((_, index) => !picked.includes(`spec.clusterIPs[${index}]`));
  if (kept?.length === 0) delete bare.clusterIPs;
  else if (kept) bare.clusterIPs = kept;
  bare.ports?.forEach((port, index) => {
    if (picked.includes(`spec.ports[${index}].nodePort`)) delete port.nodePort;
  });
  return bare;
}

/** A Service as forecasts show it: what people write, without what the server keeps to itself. */
export function asForecast({ metadata, spec }: ExposedService, picked: readonly string[]): ApiJson {
  const { name, namespace, labels, annotations } = metadata;
  return {
    metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: withoutPicks(spec, picked),
  };
}

function asObject(service: ExposedService): ApiObject {
  return service as unknown as ApiObject; // the same JSON, seen by the rules
}

function asService(draft: Draft): ExposedService {
  return draft as unknown as ExposedService; // decoding has checked it
}
