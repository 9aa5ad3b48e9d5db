import { clusterOf, settledObjects, type Fixture } from '../../../electron/core/diagnosis/testing/fixtures.ts';
import { reachOf } from '../../../electron/core/diagnosis/membership.ts';
import type { EndpointSlice, Obj, Service } from '../../../electron/core/diagnosis/objects.ts';
import type { Bed } from '../../cluster/bed.ts';
import { eachOf } from '../../cluster/apply.ts';
import type { KubeObject } from '../../cluster/objects.ts';
import type { Placed } from './placed.ts';

const AT_ONCE = 24;
const TODAY = 12 * 3_600_000;

/** Whether the fixture says what its slices are: then nobody may be at work there who makes them. */
export function isUnattended({ change = {} }: Fixture): boolean {
  return Object.keys(change).some((key) => key.startsWith('EndpointSlice/'));
}

/** All that has to be written; what the slices' controllers make themselves is left to them. */
export function objectsByHand(fixture: Fixture): readonly Obj[] {
  const objects = settledObjects(fixture);
  if (!isUnattended(fixture)) return objects.filter((object) => !isMirror(object));
  return [...objects.filter(({ kind }) => kind !== 'EndpointSlice'), ...clusterOf(fixture).all('EndpointSlice')];
}

function isMirror({ metadata }: Obj): boolean {
  return metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === 'endpointslicemirroring-controller.k8s.io';
}

/** Writes objects with their statuses, what is of today later than what is older, and takes away what is to be on its way out. */
export async function write(bed: Bed, objects: readonly KubeObject[]): Promise<void> {
  const noon = Date.now();
  const isOfToday = ({ metadata }: KubeObject): boolean =>
    noon - Date.parse(String(metadata['creationTimestamp'])) < TODAY;
  await bed.apply(objects.filter((object) => !isOfToday(object)));
  const later = objects.filter(isOfToday);
  // The server gives what it makes the second that it is.
  const second = Math.floor(Date.now() / 1000);
  await bed.waitFor('the next second', () => later.length === 0 || Math.floor(Date.now() / 1000) > second);
  await bed.apply(later);
  const leaving = objects.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  await eachOf(leaving, (object) => bed.rest.delete(object), AT_ONCE);
}

/** Gives the cluster these things in place of those that it shares so far; disposing takes all but the Nodes away again. */
export async function share(bed: Bed, shared: readonly KubeObject[]): Promise<AsyncDisposable> {
  const nodes = shared.filter(({ kind }) => kind === 'Node');
  const others = shared.filter(({ kind }) => kind !== 'Node');
  const groups = others.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ spec }) => groupOf(spec));
  await bed.rest.send('DELETE', '/api/v1/nodes');
  await write(bed, shared);
  await bed.waitFor('the API groups', async () => (await servedOf(bed, groups)).length === groups.length);
  await bed.waitFor('the Nodes', async () => (await bed.rest.list('/api/v1/nodes')).length === nodes.length);
  return {
    [Symbol.asyncDispose]: async () => {
      await eachOf(others, (object) => bed.rest.delete(object), AT_ONCE);
      await bed.waitFor('no such API groups', async () => (await servedOf(bed, groups)).length === 0);
    },
  };
}

function groupOf(spec: unknown): string {
  return (spec as { readonly group: string }).group; // of a CustomResourceDefinition
}

async function servedOf({ rest }: Bed, wanted: readonly string[]): Promise<readonly string[]> {
  const { groups } = await rest.get<{ groups: readonly { name: string }[] }>('/apis');
  return wanted.filter((group) => groups.some(({ name }) => name === group));
}

/** The Services whose slices are not (yet) what a fixture expects of the controllers. */
export async function otherSlices(bed: Bed, placed: readonly Placed[]): Promise<readonly string[]> {
  const slices = (await bed.rest.list('/apis/discovery.k8s.io/v1/endpointslices')) as unknown as EndpointSlice[];
  return placed.flatMap(({ fixture, namespace, own }) => {
    const cluster = clusterOf({ ...fixture, gaps: [] });
    return cluster.in('Service', 'shop').flatMap((service) => {
      const { name } = service.metadata;
      const made = slices.filter(
        ({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
      );
      const expected = own(reached(service, cluster.slicesOf('shop', name)));
      const found = own(reached(service, made));
      return expected === found ? [] : [`${fixture.name}: ${name} reaches ${found}, expected ${expected}`];
    });
  });
}

function reached({ spec }: Service, slices: readonly EndpointSlice[]): string {
  const lines = reachOf(spec.ports ?? [], slices).flatMap(({ label, endpoints }) =>
    endpoints.map(({ address, port, ready, serving, terminating }) =>
      [label, `${address}:${port}`, ready && 'ready', serving && 'serving', terminating && 'terminating'].join(' '),
    ),
  );
  return lines.toSorted().join(', ');
}
