import { oc, type Schema } from '@orpc/contract';
import { z } from 'zod';
import type { Change, Keyed } from './change.ts';
import type { Failure } from './failure.ts';
import { costChangeSchema } from './cost-schema.ts';
import {
  applySchema,
  bulkApplySchema,
  bulkSchema,
  bulkUndoSchema,
  exposureSchema,
  undoSchema,
} from './exposure-schema.ts';
import type { Outcome } from './model/bulk.ts';
import type { ContextView } from './model/context.ts';
import type { ClusterCosts, CostBookView } from './model/cost.ts';
import type { DemoView } from './model/demo.ts';
import { checkKinds, type CheckPlan, type CheckReport } from './model/check.ts';
import type { Diagnosis, FixApplied, FixPreview } from './model/diagnosis.ts';
import type { EventView, ServiceDetail } from './model/endpoint.ts';
import type { ExposureChoices, ExposurePlan, ExposurePreview, PastChangeView } from './model/exposure.ts';
import type { ForwardView } from './model/forward.ts';
import type { KubeProxy } from './model/kube-proxy.ts';
import type { RequestEntry } from './model/http.ts';
import { doors, type LocalNamesView } from './model/local-names.ts';
import type { ServiceNames } from './model/names.ts';
import type { NodePortCheck, NodeService, PlacementView } from './model/node-service.ts';
import type { NodeRow } from './model/node.ts';
import type { ObjectPreview, ObjectsDone, Workload } from './model/objects.ts';
import type { ProfileView, StartReport } from './model/profile.ts';
import type { ServiceRow } from './model/service.ts';
import type { ShareDone, SharePreview, ShareView } from './model/share.ts';
import type { KubeconfigView, Settings } from './model/settings.ts';
import { objectsApplySchema, objectsSchema, placeSchema, workloadSchema, type NewService } from './objects-schema.ts';
import type { TerminalOutput, TerminalView } from './model/terminal.ts';
import {
  contextKey,
  fixOrderSchema,
  fixWishSchema,
  demoTroubleSchema,
  forwardChangeSchema,
  forwardSpecSchema,
  imageName,
  objectName,
  profileName,
  serviceRefSchema,
  settingsChangeSchema,
} from './schemas.ts';
import { shareApplySchema, shareRefSchema, shareSchema } from './share-schema.ts';
import {
  openTerminalSchema,
  readTerminalSchema,
  resizeTerminalSchema,
  restartTerminalSchema,
  terminalKeySchema,
  writeTerminalSchema,
} from './terminal-schema.ts';

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
    /** What it is called in the cluster's DNS and in Pods' environments, and who has these names. */
    names: feed({ ref: serviceRefSchema }).of<ServiceNames>(),
  },
  diagnosis: {
    /** One Service's, made anew by itself as the cluster changes. */
    service: feed({ ref: serviceRefSchema }).of<Diagnosis>(),
    /** That of every Service of a context. */
    all: feed({ context: contextKey }).of<Diagnosis>(),
    /** What checks would do, of `image` where they need a Pod. Does nothing. */
    planChecks: call(z.object({ ref: serviceRefSchema, image: imageName.optional() })).returns<CheckPlan>(),
    /** Does one kind of them; what was heard is among the diagnosis' facts from then on. */
    check: call(
      z.object({ ref: serviceRefSchema, kind: z.enum(checkKinds), image: imageName.optional() }),
    ).returns<CheckReport>(),
    /** What a fix would change, beside what the server's dry run says of it. Changes nothing. */
    previewFix: call(fixWishSchema).returns<FixPreview>(),
    /** Fails with `fix-outdated` when the object is not the previewed version any more. */
    applyFix: call(fixOrderSchema).returns<FixApplied>(),
    /** Applies what takes a fix back, under the same condition. */
    undoFix: call(fixOrderSchema).returns<void>(),
  },
  costs: {
    feed: feed({ context: contextKey }).of<ClusterCosts>(),
    book: feed({}).of<CostBookView>(),
    change: call(costChangeSchema).returns<void>(),
    /** Takes over a file of prices; an empty text goes back to those that Portolan comes with. */
    importPrices: call(z.object({ text: z.string().max(1_000_000) })).returns<void>(),
  },
  nodes: {
    feed: feed({ context: contextKey }).of<NodeRow>(),
    /** How the nodes balance; undefined where that cannot be read. */
    proxy: call(z.object({ context: contextKey })).returns<KubeProxy | undefined>(),
    /** What one node does for Services. */
    services: feed({ context: contextKey, node: objectName }).of<NodeService>(),
    /** What each node does for one Service. */
    serving: feed({ ref: serviceRefSchema }).of<NodeService>(),
    /** Connects to a Service's node ports from this computer. */
    check: call(serviceRefSchema).returns<readonly NodePortCheck[]>(),
    placements: call(serviceRefSchema).returns<PlacementView>(),
  },
  forwards: {
    feed: feed({}).of<ForwardView>(),
    start: call(forwardSpecSchema).returns<ForwardView>(),
    /** Forwards all Services of a namespace that can be and are not yet: the main port of each, or every one. */
    startNamespace: call(
      z.object({
        context: contextKey,
        namespace: objectName,
        ports: z.enum(['main', 'all']),
        addresses: z.enum(['shared', 'own']),
      }),
    ).returns<StartReport>(),
    /** Treats connections otherwise from the next one on. What is left out stays as it is. */
    change: call(forwardChangeSchema).returns<void>(),
    stop: call(z.object({ key: z.string() })).returns<void>(),
    /** The last requests through a forward, where it knows of requests. */
    requests: feed({ key: z.string() }).of<RequestEntry>(),
    clearRequests: call(z.object({ key: z.string() })).returns<void>(),
  },
  profiles: {
    feed: feed({}).of<ProfileView>(),
    /** Keeps the forwards that there are now under a new name. */
    save: call(z.object({ name: profileName })).returns<void>(),
    rename: call(z.object({ name: profileName, to: profileName })).returns<void>(),
    remove: call(z.object({ name: profileName })).returns<void>(),
    startWithApp: call(z.object({ name: profileName, on: z.boolean() })).returns<void>(),
    /** Starts those of its forwards that do not run, and connects their contexts. */
    start: call(z.object({ name: profileName })).returns<StartReport>(),
    stop: call(z.object({ name: profileName })).returns<void>(),
    /** The profile as a file for others: YAML, contexts by name. */
    export: call(z.object({ name: profileName })).returns<string>(),
    /** Takes such a file over, YAML or JSON; says the new profile's name. */
    import: call(z.object({ text: z.string().max(1_000_000) })).returns<string>(),
  },
  localNames: {
    feed: feed({}).of<LocalNamesView>(),
    /** Opens or closes a way to the Services by their names. */
    switch: call(z.object({ door: z.enum(doors), on: z.boolean() })).returns<void>(),
  },
  exposure: {
    /** What each other type would mean for a Service. Changes nothing. */
    choices: call(z.object({ ref: serviceRefSchema })).returns<ExposureChoices>(),
    /** The changes that were made from here, the oldest first. */
    history: feed({ ref: serviceRefSchema }).of<PastChangeView>(),
    plan: call(exposureSchema).returns<ExposurePlan>(),
    /** The plan beside what the server's dry run says of it. Changes nothing. */
    preview: call(exposureSchema).returns<ExposurePreview>(),
    /** Fails with `plan-changed` when the plan is no longer the expected one; never overwrites what others changed. */
    apply: call(applySchema).returns<ExposurePlan>(),
    /** Takes the last change of a Service back, whatever it was: also that it was made or deleted. */
    undo: call(undoSchema).returns<void>(),
    /** Does again what was undone last. */
    redo: call(undoSchema).returns<void>(),
  },
  /** The same change to several Services: each has its own plan and its own outcome. */
  bulk: {
    preview: call(bulkSchema).returns<readonly Outcome<ExposurePreview>[]>(),
    apply: call(bulkApplySchema).returns<readonly Outcome<ExposurePlan>[]>(),
    /** Takes the last change of each back. */
    undo: call(bulkUndoSchema).returns<readonly Outcome<ExposurePlan>[]>(),
  },
  /** One entry in place of a load balancer each. */
  sharing: {
    /** What was shared from here and not taken back. */
    feed: feed({ context: contextKey }).of<ShareView>(),
    /** The plan beside what the server's dry runs say of its parts. Changes nothing. */
    preview: call(shareSchema).returns<SharePreview>(),
    /** Fails with `plan-changed` when the plan is no longer the expected one. */
    apply: call(shareApplySchema).returns<ShareDone>(),
    undo: call(shareRefSchema).returns<readonly Outcome<ExposurePlan>[]>(),
  },
  objects: {
    workloads: call(placeSchema).returns<readonly Workload[]>(),
    /** A Service for a workload's Pods. */
    propose: call(placeSchema.extend({ workload: workloadSchema })).returns<NewService>(),
    /** A Service under another name, as YAML to make it from. */
    copy: call(z.object({ ref: serviceRefSchema, name: objectName })).returns<string>(),
    /** The EndpointSlices of a Service that no controller keeps, as YAML. */
    slices: call(serviceRefSchema).returns<string>(),
    /** A plan beside what the server's dry run says of it. Changes nothing. */
    preview: call(objectsSchema).returns<ObjectPreview>(),
    apply: call(objectsApplySchema).returns<ObjectsDone>(),
  },
  terminals: {
    feed: feed({}).of<TerminalView>(),
    open: call(openTerminalSchema).returns<TerminalView>(),
    /** From the start again, or something else in the same tab. */
    restart: call(restartTerminalSchema).returns<TerminalView>(),
    write: call(writeTerminalSchema).returns<void>(),
    resize: call(resizeTerminalSchema).returns<void>(),
    /** Waits for what comes next: a window that asks for no more slows the program down. */
    read: call(readTerminalSchema).returns<TerminalOutput>(),
    /** The program that closing would end, where that is another than a shell that waits for a command. */
    running: call(terminalKeySchema).returns<{ readonly program?: string }>(),
    close: call(terminalKeySchema).returns<void>(),
  },
  demo: {
    feed: feed({}).of<DemoView>(),
    cause: call(demoTroubleSchema).returns<void>(),
  },
  about: {
    /** Where the log is written, where it is. */
    read: call(z.object({})).returns<{ readonly logFile?: string }>(),
    /** What somebody who helps needs to know, as Markdown, without credentials. */
    diagnostics: call(z.object({})).returns<string>(),
  },
  settings: {
    feed: feed({}).of<Settings & Keyed>(),
    change: call(settingsChangeSchema).returns<void>(),
  },
};
