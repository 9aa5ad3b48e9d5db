import { AppError, fail } from '../../../shared/failure.ts';
import type { FixApplied, FixPreview, Patch } from '../../../shared/model/diagnosis.ts';
import { mergePatch } from '../api-rules/merge-patch.ts';
import { isRecord, isSame, NULL, record } from '../json.ts';
import { mergeDiff } from '../exposure/merge-diff.ts';
import type { ExposedService } from '../exposure/facts.ts';
import { ownerOf } from '../exposure/owner.ts';
import type { KubeApi } from '../kube/api.ts';
import { kinds, listPath, type KindName } from '../kube/kinds.ts';
import { shell } from '../../../shared/shell.ts';

/** Webhooks have up to 30 s by the server's own limit. */
const TIMEOUT = 35_000;

/** What a fix may patch. */
const patchable: Readonly<Record<string, KindName>> = {
  Service: 'services',
  EndpointSlice: 'endpointslices',
  Endpoints: 'endpoints',
  Pod: 'pods',
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  NetworkPolicy: 'networkpolicies',
  Ingress: 'ingresses',
  HTTPRoute: 'httproutes',
};

export interface FixQuestion {
  readonly api: KubeApi;
  readonly patch: Patch;
  readonly signal: AbortSignal;
}

/** Any kind of object; only of a Service more is read than its metadata. */
type Stored = ExposedService;

interface Changed extends FixApplied {
  readonly before: Stored;
  readonly after: Stored;
}

/** What a fix would change, and what the server's own dry run says of it. Changes nothing. */
export async function previewFix(question: FixQuestion): Promise<FixPreview> {
  const before = await read(question);
  const { resourceVersion } = before.metadata;
  const manager = ownerOf(before);
  const common = { resourceVersion, command: commandOf(question.patch), ...(manager !== undefined && { manager }) };
  const forecast = mergePatch(before, question.patch.body);
  try {
    const after = await send(question, { resourceVersion, dryRun: true });
    return { ...common, changes: changesBetween(before, after, forecast) };
  } catch (error) {
    const isSaid = error instanceof AppError && ['server-error', 'forbidden', 'not-found'].includes(error.failure.code);
    if (!isSaid) throw error;
    return { ...common, changes: changesBetween(before, forecast, forecast), refusal: error.failure };
  }
}

/** Applies what was previewed: fails with `fix-outdated` when the object is another by now. Answers how to undo it. */
export async function applyFix(question: FixQuestion, resourceVersion: string): Promise<Changed> {
  const { patch } = question;
  const { kind, namespace, name } = patch.object;
  const before = await read(question);
  const outdated = (cause?: unknown): AppError =>
    fail('fix-outdated', { object: `${kind} ${namespace}/${name}` }, cause);
  if (before.metadata.resourceVersion !== resourceVersion) throw outdated();
  const after = await send(question, { resourceVersion, dryRun: false }).catch((error: unknown) => {
    throw error instanceof AppError && error.failure.params['status'] === 409 ? outdated(error) : error;
  });
  const body = mergeDiff(within(after, patch.body), within(before, patch.body)) ?? {};
  return { before, after, resourceVersion: after.metadata.resourceVersion, undo: { object: patch.object, body } };
}

function pathOf({ object }: Patch): { readonly path: string; readonly resource: string } {
  const name = patchable[object.kind];
  if (name === undefined) throw fail('invalid', { detail: object.kind });
  const { resource } = kinds[name];
  return { path: `${listPath(kinds[name], object.namespace)}/${encodeURIComponent(object.name)}`, resource };
}

function read({ api, patch, signal }: FixQuestion): Promise<Stored> {
  return api.json<Stored>({ ...pathOf(patch), verb: 'get', namespace: patch.object.namespace, signal });
}

function send(
  { api, patch, signal }: FixQuestion,
  { resourceVersion, dryRun }: { readonly resourceVersion: string; readonly dryRun: boolean },
): Promise<Stored> {
  const { path, resource } = pathOf(patch);
  const body = { ...patch.body, metadata: { ...record(patch.body['metadata']), resourceVersion } };
  return api.json<Stored>({
    path: `${path}?fieldManager=portolan${dryRun ? '&dryRun=All' : ''}`,
    resource,
    verb: 'patch',
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    namespace: patch.object.namespace,
    body,
    signal,
    timeout: TIMEOUT,
  });
}

function commandOf({ object: { kind, namespace, name }, body }: Patch): string {
  return shell`kubectl patch ${kind.toLowerCase()} ${name} -n ${namespace} --type merge -p ${JSON.stringify(body)}`;
}

/** The part of an object that a merge patch speaks of. */
function within(object: unknown, patch: unknown): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, asked] of Object.entries(record(patch))) {
    const value = record(object)[key];
    if (value === undefined) continue;
    found[key] = isRecord(asked) && isRecord(value) ? within(value, asked) : value;
  }
  return found;
}

/** Bookkeeping that every write changes. */
const KEPT: ReadonlySet<string> = new Set([
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.managedFields',
]);

function changesBetween(before: unknown, after: unknown, forecast: unknown): FixPreview['changes'] {
  const [from, to, asked] = [leaves(before), leaves(after), leaves(forecast)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((path) => {
    const [old, now] = [from.get(path), to.get(path)];
    if (KEPT.has(path) || path.startsWith('status.') || isSame(old, now)) return [];
    const by = isSame(now, asked.get(path)) ? ('you' as const) : ('server' as const);
    return [{ path, before: shown(old), after: shown(now), by }];
  });
}

function leaves(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (isRecord(value) && !KEPT.has(path) && Object.keys(value).length > 0) {
    const isWords = /\.(labels|annotations|selector|matchLabels)$/.test(path);
    for (const [key, child] of Object.entries(value))
      leaves(child, isWords ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, found);
  } else if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) {
    for (const [index, child] of value.entries()) leaves(child, `${path}[${index}]`, found);
  } else found.set(path, value);
  return found;
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === NULL) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
