import { oc, type Schema } from '@orpc/contract';
import { z } from 'zod';
import type { Change, Keyed } from './change.ts';
import type { Failure } from './failure.ts';
import type { ContextView } from './model/context.ts';
import type { DemoView } from './model/demo.ts';
import type { Diagnosis } from './model/diagnosis.ts';
import type { EventView, ServiceDetail } from './model/endpoint.ts';
import type { ForwardView } from './model/forward.ts';
import type { ServiceRow } from './model/service.ts';
import type { KubeconfigView, Settings } from './model/settings.ts';
import {
  contextKey,
  demoTroubleSchema,
  forwardChangeSchema,
  forwardSpecSchema,
  objectName,
  serviceRefSchema,
  settingsChangeSchema,
} from './schemas.ts';

/** What the core itself makes is typed, not checked again: a schema that lets every value through. */
const unchecked = <T>(): Schema<T, T> => ({
  '~standard': { version: 1, vendor: 'portolan', validate: (value) => ({ value: value as T }) },
});

/** Every call can fail in the words of `failure.ts`, and in no other. */
const base = oc.errors({ FAILURE: { status: 400, data: unchecked<Failure>() } });
const call = <In extends z.ZodType>(input: In) => ({
  returns: <Out>() => base.input(input).output(unchecked<Out>()),
});
/** A feed's input names the feed (`id`), so that `taken` can give it credit for one more batch. */
const feed = <In extends z.ZodRawShape>(input: In) => ({
  of: <T extends Keyed>() =>
    base.input(z.object({ ...input, id: z.string().min(1) })).output(unchecked<AsyncGenerator<Change<T>>>()),
});

/** THE list of calls and feeds. Inputs are checked here; outputs are the core's own and only typed. */
export const contract = {
  taken: call(z.object({ id: z.string() })).returns<void>(),
  kubeconfig: {
    feed: feed({}).of<KubeconfigView>(),
    add: call(z.object({ path: z.string().min(1) })).returns<void>(),
  },
  contexts: {
    feed: feed({}).of<ContextView>(),
    connect: call(z.object({ context: contextKey })).returns<void>(),
    disconnect: call(z.object({ context: contextKey })).returns<void>(),
    setNamespaces: call(z.object({ context: contextKey, namespaces: z.array(objectName).max(100) })).returns<void>(),
  },
  services: {
    feed: feed({ context: contextKey }).of<ServiceRow>(),
    detail: feed({ ref: serviceRefSchema }).of<ServiceDetail>(),
    events: feed({ ref: serviceRefSchema }).of<EventView>(),
    yaml: call(serviceRefSchema).returns<string>(),
  },
  diagnosis: {
    /** One Service's, made anew by itself as the cluster changes. */
    service: feed({ ref: serviceRefSchema }).of<Diagnosis>(),
  },
  forwards: {
    feed: feed({}).of<ForwardView>(),
    start: call(forwardSpecSchema).returns<ForwardView>(),
    /** Balances otherwise from the next connection on. What is left out stays as it is. */
    change: call(forwardChangeSchema).returns<void>(),
    stop: call(z.object({ key: z.string() })).returns<void>(),
  },
  demo: {
    feed: feed({}).of<DemoView>(),
    cause: call(demoTroubleSchema).returns<void>(),
  },
  settings: {
    feed: feed({}).of<Settings & Keyed>(),
    change: call(settingsChangeSchema).returns<void>(),
  },
};
