import type { DemoManifest, DemoObject, DemoRef } from '../registry.ts';
import type { Resource } from '../../api-rules/resources.ts';
import { notFound, unworded } from '../../api-rules/status-error.ts';
import { refOf } from '../refs.ts';
import { decodeDraft } from '../../api-rules/decode.ts';
import { otherKind, readObject } from './body.ts';
import { accept, checkNames, checkOptions, checkUid, otherNamespace, unknownField } from './checks.ts';
import { readDeleteOptions } from './delete-options.ts';
import type { Answer, Exchange } from './exchange.ts';
import { parseVersion, tooLarge } from './list-options.ts';
import { listBody, listPage, type ListPage } from './list.ts';
import { notPatchable, readPatch } from './patch/patch.ts';
import { readScale, scaleOf, withScale } from './scale.ts';
import { metadataOf, tableOf } from './table/table.ts';
import { wrongMethod, type Target } from './target.ts';

/** Subresources that are a view of the object, and are written as it is. */
type View = 'object' | 'status' | 'scale';

interface NamedTarget {
  readonly exchange: Exchange;
  readonly resource: Resource;
  readonly ref: DemoRef;
  readonly view: View;
}

export async function serveCollection(exchange: Exchange, { resource, namespace }: Target): Promise<Answer> {
  const { request, store, query } = exchange;
  switch (request.method) {
    case 'GET':
      return { body: listed(exchange, resource, listPage({ store, resource, namespace, query })) };
    case 'POST': {
      if (resource.namespaced && namespace === undefined) throw wrongMethod();
      checkOptions(query, 'CreateOptions');
      const draft = accept(exchange, resource, await readObject(request, resource.kind));
      return create({ exchange, resource, namespace, draft });
    }
    case 'DELETE': {
      if (resource.kind === 'Namespace' || (resource.namespaced && namespace === undefined)) throw wrongMethod();
      const options = await readDeleteOptions(request, query);
      const page = listPage({ store, resource, namespace, query });
      const items = page.items.map((object) => store.delete(refOf(object), options));
      return { body: listBody({ items, metadata: { resourceVersion: String(store.version) } }, resource) };
    }
    default:
      throw wrongMethod();
  }
}

export async function serveObject(
  exchange: Exchange,
  { resource, namespace, name = '', subresource }: Target,
): Promise<Answer> {
  const ref = { kind: resource.kind, name, ...(namespace !== undefined && { namespace }) };
  const view: View = subresource === 'status' || subresource === 'scale' ? subresource : 'object';
  const target = { exchange, resource, ref, view };
  switch (exchange.request.method) {
    case 'GET':
      return viewOf(target, existing(target));
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

function listed({ form, clock, query }: Exchange, resource: Resource, page: ListPage): object {
  if (form === 'metadata') {
    const kind = 'PartialObjectMetadataList';
    return { kind, apiVersion: 'meta.k8s.io/v1', metadata: page.metadata, items: page.items.map(metadataOf) };
  }
  if (form !== 'table') return listBody(page, resource);
  const include = query.get('includeObject') ?? '';
  return tableOf(page.items, { resource, now: clock.now(), metadata: page.metadata, include });
}

interface Creation {
  readonly exchange: Exchange;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly draft: DemoManifest;
}

function create({ exchange, resource, namespace, draft }: Creation): Answer {
  const given = draft.metadata['namespace'];
  if (namespace !== undefined && given !== undefined && given !== namespace) throw otherNamespace();
  const metadata = { ...draft.metadata, ...(namespace !== undefined && { namespace }) };
  const created = exchange.store.create({ ...draft, metadata }, writeOptions(exchange));
  return viewOf({ exchange, resource, ref: refOf(created), view: 'object' }, created, 201);
}

async function replace(target: NamedTarget): Promise<Answer> {
  const { exchange, resource, ref, view } = target;
  const { store } = exchange;
  if (view === 'scale') {
    const replicas = readScale((await readObject(exchange.request, 'Scale')).object);
    return write(target, (object) => withScale(object, replicas));
  }
  const draft = accept(exchange, resource, await readObject(exchange.request, resource.kind));
  checkNames(draft, ref);
  checkUid(draft, { resource, ref, old: store.get(ref) });
  const canCreate = resource.kind === 'Service' || resource.kind === 'Endpoints';
  if (store.get(ref) || !canCreate || view !== 'object') return write(target, () => draft);
  const named = { ...draft, metadata: { ...draft.metadata, name: ref.name } };
  return create({ exchange, resource, namespace: ref.namespace, draft: named });
}

async function patch(target: NamedTarget): Promise<Answer> {
  const { exchange, resource, ref, view } = target;
  const apply = await readPatch(exchange.request, resource.kind);
  return write(target, (object) => {
    if (view === 'scale') return withScale(object, readScale(apply(scaleOf(object))));
    const patched = apply(object);
    if (patched === object) return object;
    const other = otherKind(patched, resource);
    if (other) throw notPatchable(patched, other.why);
    const { draft, mismatch, unknown } = decodeDraft(resource.kind, patched);
    if (mismatch !== undefined) throw notPatchable(patched, mismatch);
    const strictness = exchange.query.get('fieldValidation');
    if (unknown.length > 0 && strictness === 'Strict')
      throw notPatchable(patched, `strict decoding error: ${unknown.map(unknownField).join(', ')}`);
    if (strictness !== 'Ignore') exchange.warnings.push(...unknown.map(unknownField));
    checkNames(draft, ref);
    return draft;
  });
}

/** Kinds that are given back when they are gone at once, where others are only reported. */
const RETURNED = new Set(['Service', 'Pod', 'Namespace']);

async function remove({ exchange, resource, ref }: NamedTarget): Promise<Answer> {
  const options = await readDeleteOptions(exchange.request, exchange.query);
  const finalizers = exchange.store.get(ref)?.metadata.finalizers ?? [];
  const body = exchange.store.delete(ref, options);
  const isGone = options.dryRun === true ? finalizers.length === 0 : exchange.store.get(ref) === undefined;
  if (!isGone || RETURNED.has(resource.kind)) return { body };
  const { group, plural } = resource;
  const details = { name: ref.name, ...(group !== '' && { group }), kind: plural, uid: body.metadata.uid };
  return { body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

function write(target: NamedTarget, change: (object: DemoObject) => DemoManifest): Answer {
  const { exchange, ref, view } = target;
  const options = writeOptions(exchange);
  const { store } = exchange;
  const written = view === 'status' ? store.updateStatus(ref, change, options) : store.update(ref, change, options);
  return viewOf(target, written);
}

function existing({ exchange: { store, query }, resource, ref }: NamedTarget): DemoObject {
  const version = parseVersion(query.get('resourceVersion') ?? '', unworded);
  if (version !== undefined && version > store.version) throw tooLarge(version, store.version);
  const object = store.get(ref);
  if (!object) throw notFound({ name: ref.name, group: resource.group, kind: resource.plural });
  return object;
}

function viewOf({ exchange, resource, view }: NamedTarget, object: DemoObject, code = 200): Answer {
  const { form, clock, query } = exchange;
  if (view === 'scale') return { body: scaleOf(object), code };
  if (form === 'metadata') return { body: metadataOf(object), code };
  if (form !== 'table') return { body: object, code };
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  const include = query.get('includeObject') ?? '';
  return { body: tableOf([object], { resource, now: clock.now(), metadata, include }), code };
}

function writeOptions({ query, warnings }: Exchange): { dryRun: boolean; onWarning: (text: string) => void } {
  return { dryRun: query.get('dryRun') === 'All', onWarning: (text) => void warnings.push(text) };
}
