import type { ApiJson } from '../../../shared/model/exposure.ts';
import { apiGroups, list, may, type Asker } from '../exposure/gather.ts';
import type { ExposedService, NodeFact } from '../exposure/facts.ts';
import type { Node, Service } from '../kube/objects.ts';
import { namespaceOf, resourceOf } from '../objects/object.ts';
import type { Gateway, Ingress, IngressClass, ShareFacts } from './facts.ts';

const NET = '/apis/networking.k8s.io/v1';
const SERVICES = '/api/v1/services';
const NODES = '/api/v1/nodes';

/** Reads what an entry can be made of. Where Services may not be listed everywhere, those of one namespace have to do. */
export async function gatherShare(asker: Asker): Promise<ShareFacts> {
  const own = `/api/v1/namespaces/${asker.ref.namespace}/services`;
  const [everywhere, classes, ingresses, gateways] = await Promise.all([
    list<ExposedService>(asker, SERVICES, 'services'),
    list<IngressClass>(asker, `${NET}/ingressclasses`, 'ingressclasses'),
    list<Ingress>(asker, `${NET}/ingresses`, 'ingresses'),
    list<Gateway>(asker, '/apis/gateway.networking.k8s.io/v1/gateways', 'gateways'),
  ]);
  const services = everywhere ?? (await list<ExposedService>(asker, own, 'services')) ?? [];
  const { contextName } = asker;
  return { context: asker.ref.context, contextName, services, classes, ingresses, gateways };
}

/** What the costs of Services are counted from, in the words of those who count; those of Ingresses stay as they are. */
export async function gatherCosts(asker: Asker) {
  const [services = [], nodes, groups] = await Promise.all([
    list<Service>(asker, SERVICES, 'services'),
    list<Node & NodeFact>(asker, NODES, 'nodes'),
    apiGroups(asker),
  ]);
  return { context: asker.ref.context, services, ingresses: [], nodes, groups, readyOf: () => undefined };
}

/** Objects that this user may not make, as `create ingresses in shop`; undefined where the server does not say. */
export async function missingRights(asker: Asker, objects: readonly ApiJson[]): Promise<readonly string[] | undefined> {
  const asked = new Map(
    objects.map((object) => {
      const namespace = namespaceOf(object, asker.ref);
      return [`create ${resourceOf(object).resource} in ${namespace}`, { namespace, kind: resourceOf(object) }];
    }),
  );
  const answers = await Promise.all(
    [...asked].map(async ([words, { namespace, kind }]) => {
      const isAllowed = await may({ ...asker, ref: { ...asker.ref, namespace } }, 'create', kind);
      return [words, isAllowed] as const;
    }),
  );
  if (answers.some(([, answer]) => answer === undefined)) return undefined;
  return answers.flatMap(([words, answer]) => (answer === false ? [words] : []));
}
