import { text } from '../json.ts';
import type { DemoManifest, DemoObject, DemoRef } from '../registry.ts';
import { apiVersionOf, type Resource } from '../resources.ts';
import { badRequest, notFound, unprocessable } from '../status-error.ts';
import { refOf } from '../store.ts';
import { cannotHandle, decodeDraft } from '../strategies/decode.ts';
import { unsupported, type FieldError } from '../validation/field-error.ts';
import { checkKind, readObject } from './body.ts';
import { sendJson, sendText, type Exchange } from './exchange.ts';
import { listBody, listPage } from './list.ts';
import { notPatchable, readPatch } from './patch/patch.ts';
import { readScale, scaleOf, withScale } from './scale.ts';
import { tableOf } from './table/table.ts';
import { wrongMethod, type Target } from './target.ts';
import { readDeleteOptions } from './delete-options.ts';

/** Subresources that are a view of the object, and are written as it is. */
type View = 'object' | 'status' | 'scale';

interface NamedTarget {
  readonly exchange: Exchange;
  readonly resource: Resource;
  readonly ref: DemoRef;
  readonly view: View;
}

export async function serveCollection(exchange: Exchange, { resource, namespace }: Target): Promise<void> {
  const { request, store, query, form, clock } = exchange;
  switch (request.method) {
    case 'GET': {
      const page = listPage({ store, resource, namespace, query });
      if (form !== 'table') return sendBody(exchange, listBody(page, resource));
      const options = { resource, now: clock.now(), metadata: page.metadata, include: query.get('includeObject') };
      return sendJson(exchange, tableOf(page.items, options));
    }
    case 'POST': {
      if (resource.namespaced && namespace === undefined) throw wrongMethod();
      checkOptions(query, 'CreateOptions');
      const object = await readObject(request, resource.kind);
      return create({ exchange, resource, namespace, object });
    }
    case 'DELETE': {
      if (resource.kind === 'Namespace' || (resource.namespaced && namespace === undefined)) throw wrongMethod();
      const options = await readDeleteOptions(request, query);
      const page = listPage({ store, resource, namespace, query });
      const items = page.items.map(({ kind, metadata: { name, namespace: home } }) =>
        store.delete({ kind, name, ...(home !== undefined && { namespace: home }) }, options),
      );
      return sendJson(exchange, listBody({ items, metadata: { resourceVersion: String(store.version) } }, resource));
    }
    default:
      throw wrongMethod();
  }
}

export async function serveObject(
  exchange: Exchange,
  { resource, namespace, name = '', subresource }: Target,
): Promise<void> {
  const ref = { kind: resource.kind, name, ...(namespace !== undefined && { namespace }) };
  const view: View = subresource === 'status' || subresource === 'scale' ? subresource : 'object';
  const target = { exchange, resource, ref, view };
  switch (exchange.request.method) {
    case 'GET':
      return sendView(target, existing(target));
    case 'PUT':
      checkOptions(exchange.query, 'UpdateOptions');
      return replace(target);
    case 'PATCH':
      checkOptions(exchange.query, 'PatchOptions');
      return patch(target);
    case 'DELETE':
      if (view !== 'object') throw wrongMethod();
      return remove(target);
    default:
      throw wrongMethod();
  }
}

interface Creation {
  readonly exchange: Exchange;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly object: unknown;
}

function create({ exchange, resource, namespace, object }: Creation): void {
  const draft = accept(exchange, resource, object);
  const given = draft.metadata['namespace'];
  if (namespace !== undefined && given !== undefined && given !== namespace) throw otherNamespace();
  const metadata = { ...draft.metadata, ...(namespace !== undefined && { namespace }) };
  const created = exchange.store.create({ ...draft, metadata }, writeOptions(exchange));
  sendView({ exchange, resource, ref: refOf(created), view: 'object' }, created, 201);
}

async function replace(target: NamedTarget): Promise<void> {
  const { exchange, resource, ref, view } = target;
  const { store } = exchange;
  if (view === 'scale') {
    const replicas = readScale(await readObject(exchange.request, 'Scale'));
    return write(target, (object) => withScale(object, replicas));
  }
  const draft = accept(exchange, resource, await readObject(exchange.request, resource.kind));
  checkNames(draft, ref);
  const canCreate = resource.kind === 'Service' || resource.kind === 'Endpoints';
  if (!store.get(ref) && canCreate && view === 'object')
    return create({
      exchange,
      resource,
      namespace: ref.namespace,
      object: { ...draft, metadata: { ...draft.metadata, name: ref.name } },
    });
  write(target, () => draft);
}

async function patch(target: NamedTarget): Promise<void> {
  const { exchange, resource, ref, view } = target;
  const apply = await readPatch(exchange.request, resource.kind);
  write(target, (object) => {
    if (view === 'scale') {
      const patched = apply(scaleOf(object) as DemoObject);
      return withScale(object, readScale(patched));
    }
    const patched = apply(object);
    if (patched === object) return object;
    const { draft, mismatch, unknown } = decodeDraft(resource.kind, patched);
    if (mismatch !== undefined) throw notPatchable(patched, mismatch);
    if (unknown.length > 0 && exchange.query.get('fieldValidation') === 'Strict')
      throw notPatchable(patched, `strict decoding error: ${unknown.map(unknownField).join(', ')}`);
    if (exchange.query.get('fieldValidation') !== 'Ignore') exchange.warnings.push(...unknown.map(unknownField));
    checkNames(draft, ref);
    return draft;
  });
}

async function remove({ exchange, resource, ref }: NamedTarget): Promise<void> {
  const options = await readDeleteOptions(exchange.request, exchange.query);
  const before = exchange.store.get(ref);
  const after = exchange.store.delete(ref, options);
  const isGone = options.dryRun === true ? isFreeToGo(before) : exchange.store.get(ref) === undefined;
  if (!isGone || resource.kind === 'Pod' || resource.kind === 'Namespace') return sendBody(exchange, after);
  const { group, plural } = resource;
  const details = { name: ref.name, ...(group !== '' && { group }), kind: plural, uid: after.metadata.uid };
  sendJson(exchange, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

function isFreeToGo(object: DemoObject | undefined): boolean {
  return (object?.metadata.finalizers ?? []).length === 0;
}

function write(target: NamedTarget, change: (object: DemoObject) => DemoManifest): void {
  const { exchange, ref, view } = target;
  const options = writeOptions(exchange);
  const { store } = exchange;
  const written = view === 'status' ? store.updateStatus(ref, change, options) : store.update(ref, change, options);
  sendView(target, written);
}

function existing({ exchange, resource, ref }: NamedTarget): DemoObject {
  const object = exchange.store.get(ref);
  if (!object) throw notFound({ name: ref.name, group: resource.group, kind: resource.plural });
  return object;
}

function sendView({ exchange, resource, view }: NamedTarget, object: DemoObject, code = 200): void {
  if (view === 'scale') return sendJson(exchange, scaleOf(object), code);
  if (exchange.form !== 'table') return sendBody(exchange, object, code);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  const { clock, query } = exchange;
  sendJson(
    exchange,
    tableOf([object], { resource, now: clock.now(), metadata, include: query.get('includeObject') }),
    code,
  );
}

function sendBody(exchange: Exchange, body: object, code = 200): void {
  if (exchange.form !== 'yaml') return sendJson(exchange, body, code);
  import('yaml').then(
    ({ stringify }) => sendText(exchange.response, { code, type: 'application/yaml', text: stringify(body) }),
    () => exchange.response.destroy(),
  );
}

/** What the client sent, checked field by field as far as the query asks for it. */
function accept(exchange: Exchange, resource: Resource, object: unknown): DemoManifest {
  const { kind } = resource;
  checkKind(object, { kind, apiVersion: apiVersionOf(resource) });
  const { draft, mismatch, unknown } = decodeDraft(kind, object);
  if (mismatch !== undefined) throw badRequest(cannotHandle(kind, mismatch));
  const strictness = exchange.query.get('fieldValidation');
  const words = unknown.map(unknownField);
  if (words.length > 0 && strictness === 'Strict')
    throw badRequest(cannotHandle(kind, `strict decoding error: ${words.join(', ')}`));
  if (strictness !== 'Ignore') exchange.warnings.push(...words);
  return draft;
}

function unknownField(path: string): string {
  return `unknown field ${JSON.stringify(path)}`;
}

function checkNames(draft: DemoManifest, ref: DemoRef): void {
  const { name = ref.name, namespace } = draft.metadata;
  if (name !== ref.name)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${ref.name})`);
  if (namespace !== undefined && text(namespace) !== ref.namespace) throw otherNamespace();
}

function otherNamespace(): Error {
  return badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function writeOptions({ query, warnings }: Exchange): { dryRun: boolean; onWarning: (text: string) => void } {
  return { dryRun: query.get('dryRun') === 'All', onWarning: (text) => void warnings.push(text) };
}

function checkOptions(query: URLSearchParams, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): void {
  const errors: FieldError[] = [];
  const dryRun = query.getAll('dryRun').filter((one) => one !== '');
  if (dryRun.some((one) => one !== 'All')) errors.push(unsupported('dryRun', dryRun, ['All']));
  const strictness = query.get('fieldValidation') ?? '';
  const known = ['', 'Ignore', 'Strict', 'Warn'];
  if (!known.includes(strictness)) errors.push(unsupported('fieldValidation', strictness, known));
  if (errors.length > 0) throw unprocessable({ name: '', group: 'meta.k8s.io', kind }, errors);
}
