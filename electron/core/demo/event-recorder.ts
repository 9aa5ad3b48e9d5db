import type { Clock } from '../clock.ts';
import type { DemoObject, DemoRef, Registry } from './registry.ts';
import { timestamp } from './shapes.ts';
import { StatusError } from '../api-rules/status-error.ts';

/** More would be of no use to anybody; a real API server forgets them after an hour. */
const KEPT_EVENTS = 2_000;

export interface EventText {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object that it is about, as `spec.containers{web}`. */
  readonly fieldPath?: string;
}

/** Tells what happened to an object. */
export type RecordEvent = (about: DemoObject, text: EventText) => void;

/** Events as a component of a cluster writes them: one that says the same again is counted, not written anew. */
export class EventRecorder {
  readonly #registry: Registry;
  readonly #clock: Clock;
  /** What an event says → where it is, oldest first. */
  readonly #known = new Map<string, DemoRef>();
  #written = 0;

  constructor({ registry, clock }: { readonly registry: Registry; readonly clock: Clock }) {
    this.#registry = registry;
    this.#clock = clock;
  }

  from(component: string): RecordEvent {
    return (about, text) => {
      try {
        this.#record(component, about, text);
      } catch (error) {
        // What it tells of goes on untold: a namespace that is being deleted takes no events.
        if (!(error instanceof StatusError)) throw error;
      }
    };
  }

  #record(component: string, about: DemoObject, { type = 'Normal', reason, message, fieldPath }: EventText): void {
    const key = [component, about.metadata.uid, fieldPath, reason, message].join('\n');
    const known = this.#known.get(key);
    if (known && this.#registry.get(known)) return this.#again(known);
    const { name, uid, resourceVersion } = about.metadata;
    const namespace = about.metadata.namespace ?? 'default';
    const now = this.#clock.now();
    const at = timestamp(now);
    const ref: DemoRef = { kind: 'Event', namespace, name: `${name}.${this.#stamp(now)}` };
    const { apiVersion, kind } = about;
    const part = fieldPath !== undefined && { fieldPath };
    this.#registry.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: ref.name, namespace },
      involvedObject: { apiVersion, kind, ...part, name, namespace, resourceVersion, uid },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: at,
      lastTimestamp: at,
      source: { component },
      reportingComponent: component,
      reportingInstance: '',
    });
    this.#known.set(key, ref);
    this.#forgetOldest();
  }

  #again(ref: DemoRef): void {
    this.#registry.update(ref, (event) => ({
      ...event,
      count: Number(event['count']) + 1,
      lastTimestamp: timestamp(this.#clock.now()),
    }));
  }

  #forgetOldest(): void {
    const [oldest] = this.#known;
    if (this.#known.size <= KEPT_EVENTS || !oldest) return;
    const [key, ref] = oldest;
    this.#known.delete(key);
    if (this.#registry.get(ref)) this.#registry.delete(ref);
  }

  /** 16 hexadecimal digits, as the nanoseconds that real components put in the name. */
  #stamp(now: number): string {
    this.#written += 1;
    return (BigInt(now) * 1_000_000n + BigInt(this.#written % 1_000_000)).toString(16).padStart(16, '0');
  }
}
