import { AppError, type Failure } from '../../../shared/failure.ts';
import type { ServiceNames } from '../../../shared/model/names.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import { kinds } from '../kube/kinds.ts';
import { listAll, type ListQuestion } from '../kube/list-all.ts';
import type { KubeObject, Service } from '../kube/objects.ts';
import { namesOf } from './names.ts';
import { lastSpecWrite, readSurroundings } from './surroundings.ts';

/** The names of all Services of a namespace, or of all namespaces, read once, by namespace and name. */
export async function loadNames(
  question: ListQuestion & { readonly context: string },
): Promise<readonly ServiceNames[]> {
  const { context, namespace } = question;
  const gaps: Failure[] = [];
  const orGap = async <T>(asked: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof AppError) || error.failure.code !== 'forbidden') throw error;
      gaps.push(error.failure);
      return [];
    }
  };
  const [services, slices, pods, surroundings] = await Promise.all([
    listAll('services', question),
    orGap(listAll('endpointslices', question)),
    orGap(listAll('pods', question)),
    readSurroundings(question),
  ]);
  const others = namespace === undefined ? services : await everywhere(question, services);
  const byName = groupBy(others, ({ metadata }) => [metadata.name]);
  const byOwner = groupBy(slices, (slice) => [kinds.endpointslices.owner?.(slice) ?? '']);
  const byNamespace = groupBy(pods, (pod) => [where(pod)]);
  const made = services.map((service) => {
    const { name } = service.metadata;
    const own = where(service);
    const { dns, nodes } = surroundings;
    const namesakes = (byName.get(name) ?? []).map(where).filter((other) => other !== own);
    return namesOf({
      context,
      service,
      slices: byOwner.get(`${own}/${name}`) ?? [],
      pods: byNamespace.get(own) ?? [],
      dns,
      nodes,
      changed: lastSpecWrite(service),
      namesakes: namesakes.sort(),
    });
  });
  return made
    .map((names) => ({ ...names, gaps: [...gaps, ...surroundings.gaps] }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Namesakes elsewhere are a help, not a need. */
async function everywhere(question: ListQuestion, own: readonly Service[]): Promise<readonly Service[]> {
  return listAll('services', { ...question, namespace: undefined }).catch((error: unknown) => {
    if (error instanceof AppError && error.failure.code === 'forbidden') return own;
    throw error;
  });
}

function where({ metadata: { namespace = '' } }: KubeObject): string {
  return namespace;
}
