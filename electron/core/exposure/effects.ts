import type { Effect, EffectCode, ExposureName, PlanWay } from '../../../shared/model/exposure.ts';
import { isSame } from '../json.ts';
import { hasNodePorts } from '../api-rules/service/service.ts';
import type { ServicePort, ServiceSpec } from '../api-rules/service/service.ts';
import type { ExposedService, ExposureFacts } from './facts.ts';
import { ingressesOf, policiesOf, routesOf, statefulSetsOf } from './references.ts';
import { exposureOf } from './shape.ts';

interface Step {
  readonly facts: ExposureFacts;
  readonly before: ExposedService;
  /** With placeholders for what the server picks. */
  readonly after: ExposedService;
  readonly picked: readonly string[];
  readonly way: PlanWay;
}

const breaks = (code: EffectCode, params: Effect['params'] = {}): Effect => ({ code, grade: 'breaks', params });
const notes = (code: EffectCode, params: Effect['params'] = {}): Effect => ({ code, grade: 'notes', params });

/** What becomes of whom, from the worst on. */
export function effectsOf(step: Step): readonly Effect[] {
  const effects = [
    ...nodePorts(step),
    ...addresses(step),
    ...names(step),
    ...loadBalancer(step),
    ...traffic(step),
    ...ports(step),
    ...meanwhile(step),
    ...slices(step),
    ...referrers(step),
  ];
  return [...effects.filter(({ grade }) => grade === 'breaks'), ...effects.filter(({ grade }) => grade === 'notes')];
}

function nodePorts({ before, after, picked }: Step): readonly Effect[] {
  const [old, now] = [ownNodePorts(before.spec), ownNodePorts(after.spec)];
  const closed = old.filter((port) => !now.includes(port));
  const opened = now.filter((port) => !old.includes(port));
  const count = picked.filter((path) => path.endsWith('nodePort')).length;
  const shown = opened.length === count ? '?' : opened.join(', ');
  return [
    ...(closed.length > 0 ? [breaks('node-ports-closed', { ports: closed.join(', ') })] : []),
    ...(opened.length > 0 ? [notes('node-ports-opened', { ports: shown, count: opened.length })] : []),
  ];
}

/** An ExternalName's numbers are nobody's. */
function ownNodePorts(spec: Readonly<ServiceSpec>): readonly number[] {
  return hasNodePorts(spec) ? (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []) : [];
}

const addressOf = ({ spec }: ExposedService): string | undefined =>
  spec.clusterIP === 'None' ? undefined : spec.clusterIP;

function addresses({ before, after, picked }: Step): readonly Effect[] {
  const [old, now] = [addressOf(before), addressOf(after)];
  if (old === now) return [];
  const ip = picked.includes('spec.clusterIP') ? '?' : (now ?? '');
  return [
    ...(old === undefined ? [] : [breaks('cluster-ip-lost', { ip: old })]),
    ...(now === undefined ? [] : [notes('cluster-ip-new', { ip })]),
  ];
}

function names({ before, after }: Step): readonly Effect[] {
  const [from, to] = [exposureOf(before.spec), exposureOf(after.spec)];
  const kindOf = (name: ExposureName): string => (['Headless', 'ExternalName'].includes(name) ? name : 'address');
  const host = after.spec.externalName ?? '';
  if (to === 'ExternalName')
    return from === to && before.spec.externalName === host ? [] : [breaks('dns-to-name', { host })];
  if (kindOf(from) === kindOf(to)) return [];
  return [to === 'Headless' ? breaks('dns-to-pods') : breaks('dns-to-cluster-ip')];
}

function loadBalancer({ before, after, way }: Step): readonly Effect[] {
  const isKept =
    after.spec.type === 'LoadBalancer' &&
    way !== 'recreate' &&
    before.spec.loadBalancerClass === after.spec.loadBalancerClass;
  const was = before.spec.type === 'LoadBalancer';
  const known = (before.status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  return [
    ...(was && !isKept && known.length > 0 ? [breaks('lb-address-lost', { addresses: known.join(', ') })] : []),
    ...(after.spec.type === 'LoadBalancer' && !(was && isKept) ? [notes('lb-address-soon')] : []),
  ];
}

function traffic({ before: { spec: old }, after: { spec } }: Step): readonly Effect[] {
  const wasSticky = old.sessionAffinity === 'ClientIP';
  const isSticky = spec.sessionAffinity === 'ClientIP' && spec.clusterIP !== 'None' && spec.type !== 'ExternalName';
  const becameLocal = spec.externalTrafficPolicy === 'Local' && old.externalTrafficPolicy !== 'Local';
  const insideLocal = spec.internalTrafficPolicy === 'Local' && old.internalTrafficPolicy !== 'Local';
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  return [
    ...(wasSticky && !isSticky ? [breaks('affinity-lost')] : []),
    ...(!wasSticky && isSticky ? [notes('affinity-new', { seconds })] : []),
    ...(becameLocal || insideLocal ? [breaks('only-local-endpoints')] : []),
    ...(becameLocal ? [notes('client-address-kept')] : []),
  ];
}

const portKey = ({ port, protocol = 'TCP' }: ServicePort): string => `${port}/${protocol}`;

function ports({ before, after }: Step): readonly Effect[] {
  const now = new Set((after.spec.ports ?? []).map(portKey));
  const gone = (before.spec.ports ?? []).map(portKey).filter((key) => !now.has(key));
  return gone.length > 0 && after.spec.type !== 'ExternalName'
    ? [breaks('ports-gone', { ports: gone.join(', ') })]
    : [];
}

function meanwhile({ way }: Step): readonly Effect[] {
  if (way === 'recreate') return [breaks('recreated')];
  return way === 'several-patches' ? [breaks('gap')] : [];
}

function slices({ before, after, way }: Step): readonly Effect[] {
  const [from, to] = [exposureOf(before.spec), exposureOf(after.spec)];
  const heals = from === 'Headless' && to !== 'Headless' && to !== 'ExternalName' && way === 'several-patches';
  const isLeft = to === 'ExternalName' && from !== 'ExternalName';
  const targets = ({ spec: { selector = {}, ports: all = [] } }: ExposedService): unknown => [
    selector,
    all.map(({ targetPort, protocol, name }) => ({ targetPort, protocol, name })),
  ];
  const changes = !isLeft && from !== 'ExternalName' && !isSame(targets(before), targets(after));
  return [
    ...(heals ? [notes('slices-healed')] : []),
    ...(isLeft ? [notes('slices-left')] : []),
    ...(changes ? [notes('endpoints-change')] : []),
  ];
}

/** Others that name the Service: whether they notice depends on what changes. */
function referrers({ facts, before, after }: Step): readonly Effect[] {
  const { name } = before.metadata;
  const isExternal = after.spec.type === 'ExternalName' && before.spec.type !== 'ExternalName';
  const ids = ({ spec }: ExposedService): readonly unknown[] =>
    (spec.ports ?? []).map((port) => [port.name, port.port]);
  const lostPorts = ids(before).some((id) => !ids(after).some((other) => isSame(id, other)));
  const leavesHeadless = exposureOf(before.spec) === 'Headless' && exposureOf(after.spec) !== 'Headless';
  const tell = (code: EffectCode, who: readonly string[], isBroken: boolean): readonly Effect[] =>
    who.length === 0 ? [] : [(isBroken ? breaks : notes)(code, { names: who.join(', ') })];
  const targetsChange = !isSame(before.spec.selector, after.spec.selector);
  return [
    ...tell('ingress-refers', ingressesOf(facts.ingresses, name), isExternal || lostPorts),
    ...tell('route-refers', routesOf(facts.routes, name), isExternal || lostPorts),
    ...tell('stateful-set-refers', statefulSetsOf(facts.statefulSets, name), leavesHeadless),
    ...(targetsChange || after.spec.type === 'LoadBalancer' || after.spec.type === 'NodePort'
      ? tell('policy-refers', policiesOf(facts.policies, after.spec.selector), false)
      : []),
  ];
}
