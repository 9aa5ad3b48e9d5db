import { createHash } from 'node:crypto';
import type { Wish } from '../../../shared/exposure-schema.ts';
import type { ExposurePlan, FieldChange } from '../../../shared/model/exposure.ts';
import type { Families } from '../api-rules/service/families.ts';
import { nodePortsOf } from '../api-rules/service/service.ts';
import type { ServiceSpec } from '../api-rules/service/service.ts';
import { isSame } from '../json.ts';
import { changesBetween } from './changes.ts';
import { costOf } from './cost.ts';
import { applyEdit } from './edits.ts';
import { effectsOf } from './effects.ts';
import type { ExposedService, ExposureFacts } from './facts.ts';
import { asForecast, Forecast, picksIn } from './forecast.ts';
import { kubectlOf } from './kubectl.ts';
import { providerOf, type Provider } from './provider.ts';
import { exposureOf, targetOf, type Target } from './shape.ts';
import { routeTo } from './steps.ts';
import { warningsOf } from './warnings.ts';

/** What a wish comes to. Pure: the same facts and wish give the same plan. */
export function planWish(facts: ExposureFacts, { edits, recreate = false }: Wish): ExposurePlan {
  const target = targetOf(facts.service);
  for (const edit of edits) applyEdit(target, edit);
  return planTo(facts, target, { recreate });
}

/** The way to a Service as it once was, as far as that can be had: what others took meanwhile is left to the server. */
export function planBack(facts: ExposureFacts, target: Target): ExposurePlan {
  const own = structuredClone(target);
  const given = giveUpTaken(own.spec, facts);
  return planTo(facts, own, { recreate: false, given });
}

function planTo(
  facts: ExposureFacts,
  target: Target,
  { recreate, given = [] }: { readonly recreate: boolean; readonly given?: readonly string[] },
): ExposurePlan {
  const { ref, service } = facts;
  const families = familiesOf({ cidrs: facts.cidrs, services: facts.services ?? [service] });
  const forecast = new Forecast({ services: othersOf(facts), families });
  const route = routeTo(service, target, { forecast, families, recreate });
  const { steps, way, refusal, object: after } = route;
  const known = [service.spec, ...steps.flatMap((step) => ('body' in step ? [step.body['spec']] : []))];
  const picked = picksIn(after.spec, known);
  const provider = providerFor({ ...facts, services: facts.services ?? [service] }, after);
  const cost = costOf(service, after, provider);
  const isPriceUnknown = after.spec.type === 'LoadBalancer' && cost.after === undefined;
  const isRefused = refusal !== undefined;
  const changes = isRefused ? [] : changesBetween(service, after, { steps, picked });
  const effects = isRefused ? [] : effectsOf({ facts, before: service, after, picked, way });
  const unheard = isRefused ? [] : [...route.ignored, ...unheardOf(target, after)];
  return {
    ...ref,
    uid: service.metadata.uid,
    resourceVersion: service.metadata.resourceVersion,
    from: exposureOf(service.spec),
    to: exposureOf(isRefused ? target.spec : after.spec),
    way,
    steps,
    forecast: isRefused ? undefined : asForecast(after, picked),
    picked: isRefused ? [] : picked,
    refusal,
    changes,
    effects,
    warnings: warningsOf({ facts, after, route, provider, given, unheard, isPriceUnknown }),
    cost,
    kubectl: kubectlOf(facts, steps),
    freeNodePorts: freeNodePorts(facts),
    fingerprint: fingerprintOf({ way, changes, effects, refusal: refusal?.message }),
  };
}

/** Same-effect plans have the same one, however they were come by. */
function fingerprintOf(plan: {
  readonly way: string;
  readonly changes: readonly FieldChange[];
  readonly effects: unknown;
  readonly refusal: string | undefined;
}): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
}

/** What was asked for and is not so afterwards: a server that says 200 may still have kept what was there. */
function unheardOf({ spec: wanted }: Target, { spec }: ExposedService): readonly string[] {
  const fields = ['externalTrafficPolicy', 'sessionAffinityConfig', 'type', 'externalName', 'selector'] as const;
  const sameKind = exposureOf(wanted) === exposureOf(spec);
  if (!sameKind) return ['type'];
  return fields.filter(
    (field) => wanted[field] !== undefined && spec[field] !== undefined && !isSame(wanted[field], spec[field]),
  );
}

function othersOf({ service, services = [] }: ExposureFacts): readonly ExposedService[] {
  return services.filter(({ metadata }) => metadata.uid !== service.metadata.uid);
}

/** The cluster's families of Service addresses, its default first. */
export function familiesOf({ cidrs, services }: Pick<ExposureFacts, 'cidrs' | 'services'>): Families {
  const ips = (services ?? []).flatMap(({ spec }) =>
    (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && spec.type !== 'ExternalName'),
  );
  const seen = [...new Set([...(cidrs ?? []), ...ips].map((text) => (text.includes(':') ? 'IPv6' : 'IPv4')))];
  const [first = 'IPv4', ...rest] = seen;
  return [first, ...rest];
}

/** Who would make a load balancer for a Service like this. */
export function providerFor(
  facts: Pick<ExposureFacts, 'nodes' | 'groups' | 'services'>,
  { spec }: ExposedService,
): Provider | 'none' | undefined {
  const { nodes, groups, services = [] } = facts;
  const isAnswered = services.some(({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0);
  return providerOf({ nodes, groups, isAnswered, loadBalancerClass: spec.loadBalancerClass });
}

const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;
const SHOWN = 10;

/** From the low end, which the server leaves to those who choose. */
export function freeNodePorts({ service, services }: ExposureFacts): readonly number[] | undefined {
  if (!services) return undefined;
  const taken = new Set([...services, service].flatMap(({ spec }) => [...nodePortsOf(spec), spec.healthCheckNodePort]));
  const free: number[] = [];
  for (let port = FIRST_NODE_PORT; port <= LAST_NODE_PORT && free.length < SHOWN; port++)
    if (!taken.has(port)) free.push(port);
  return free;
}

/** Names what somebody else has now, and asks for it no more. */
function giveUpTaken(spec: ServiceSpec, facts: ExposureFacts): readonly string[] {
  const others = othersOf(facts).filter((other) => other.spec.type !== 'ExternalName');
  const ports = new Set(others.flatMap((other) => [...nodePortsOf(other.spec), other.spec.healthCheckNodePort]));
  const ips = new Set(others.flatMap((other) => other.spec.clusterIPs ?? []).filter((ip) => ip !== 'None'));
  const given: string[] = [];
  for (const port of spec.ports ?? []) {
    if (port.nodePort === undefined || !ports.has(port.nodePort)) continue;
    given.push(String(port.nodePort));
    delete port.nodePort;
  }
  if (spec.healthCheckNodePort !== undefined && ports.has(spec.healthCheckNodePort)) {
    given.push(String(spec.healthCheckNodePort));
    delete spec.healthCheckNodePort;
  }
  if (spec.clusterIPs?.some((ip) => ips.has(ip))) {
    given.push(spec.clusterIPs.join(', '));
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  return given;
}
