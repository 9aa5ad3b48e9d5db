import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { fail } from '../../../shared/failure.ts';
import { namespaceOf } from './index-by.ts';
import type { Labels, Obj, Pod, PodSpec, Workload } from './objects.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
const listSchema = z.looseObject({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

export interface ManifestFile {
  readonly name: string;
  readonly text: string;
}

/** The objects of manifests and dumps: several documents, Lists, YAML or JSON. */
export function readManifests(files: readonly ManifestFile[], namespace: string): readonly Obj[] {
  return files
    .flatMap(({ name, text }) => {
      const documents = parseAllDocuments(text, { version: '1.1', merge: false });
      return [...documents].flatMap((document) => {
        const [error] = document.errors;
        if (error) throw fail('invalid', { detail: `${name}: ${error.message}` });
        return flatten(document.toJS(), name);
      });
    })
    .map((object) => inNamespace(object, namespace));
}

function flatten(value: unknown, file: string): readonly Obj[] {
  if (value === null || value === undefined) return [];
  const list = listSchema.safeParse(value);
  if (list.success) return list.data.items.flatMap((item) => flatten(kindOfList(item, list.data.kind), file));
  const object = objectSchema.safeParse(value);
  if (!object.success)
    throw fail('invalid', { detail: `${file}: ${object.error.issues[0]?.message ?? 'not a Kubernetes object'}` });
  return [object.data]; // what else is in it is read field by field, each of them optional
}

/** The items of a typed list (`ServiceList`) don't repeat their kind. */
function kindOfList(item: unknown, list: string): unknown {
  if (typeof item !== 'object' || item === null || 'kind' in item) return item;
  return { ...item, kind: list.slice(0, -'List'.length) };
}

const clusterScoped: ReadonlySet<string> = new Set(['Node', 'Namespace', 'APIGroup']);

function inNamespace(object: Obj, namespace: string): Obj {
  if (clusterScoped.has(object.kind) || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** What the files say. Where they have no Pods at all, those that the templates would make stand in, ready. */
export function manifestSnapshot(objects: readonly Obj[], now: number): Snapshot {
  const hasPods = objects.some(({ kind }) => kind === 'Pod');
  return snapshotOf(hasPods ? objects : [...objects, ...objects.flatMap(wouldBePods)], { now });
}

const makers: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet']);
let address = 0;

function wouldBePods(object: Obj): readonly Pod[] {
  if (!isWorkload(object)) return [];
  const { replicas = 1, template } = object.spec;
  if (replicas === 0 || !template) return [];
  const labels = template.metadata?.labels ?? {};
  return [podOf(object, labels, template.spec ?? {})];
}

function isWorkload(object: Obj): object is Workload {
  return makers.has(object.kind);
}

function podOf({ kind, metadata, ...rest }: Workload, labels: Labels, spec: PodSpec): Pod {
  address = (address + 1) % 250;
  const { name } = metadata;
  return {
    kind: 'Pod',
    metadata: {
      name: `${name}-*`,
      namespace: namespaceOf({ kind, metadata, ...rest }),
      labels,
      ownerReferences: [{ kind, name, controller: true }],
    },
    spec,
    status: {
      phase: 'Running',
      podIPs: [{ ip: `192.0.2.${address + 1}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}
