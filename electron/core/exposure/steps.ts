import type { PlanRefusal, PlanStep, PlanWay } from '../../../shared/model/exposure.ts';
import { isSame, record } from '../json.ts';
import type { Json } from '../json.ts';
import { hasNodePorts, isExternalName, isHeadless, isLoadBalancer } from '../api-rules/service/service.ts';
import type { ServiceSpec } from '../api-rules/service/service.ts';
import type { Families } from '../api-rules/service/families.ts';
import type { Forecast, Outcome } from './forecast.ts';
import type { ExposedService } from './facts.ts';
import { mergeDiff } from './merge-diff.ts';
import { dropRefused, dropUseless, keepsNodePorts, targetOf } from './shape.ts';
import type { Target } from './shape.ts';

/** Nobody can own it: what the name says while a Service has no address. */
const NOWHERE = 'transition.invalid';
/** Makes the slices' controller write their labels anew; gone again when it has. */
const RENEW_LABEL = 'portolan.dev/renew-slices';

export interface Route {
  readonly way: PlanWay;
  readonly steps: readonly PlanStep[];
  /** After the last step, or after the last one before a refusal. */
  readonly object: ExposedService;
  readonly refusal: PlanRefusal | undefined;
  readonly warnings: readonly string[];
  /** Fields whose change the server would accept and not make. */
  readonly ignored: readonly string[];
}

export interface RouteOptions {
  readonly forecast: Forecast;
  readonly families: Families;
  readonly recreate: boolean;
}

type Stage = { readonly go: (current: ExposedService) => Target } | { readonly wait: 'await-slices' };

/** The shortest way from a Service to what it shall be that the API server allows, each step tried on its rules. */
export function routeTo(service: ExposedService, wanted: Target, options: RouteOptions): Route {
  const { families, recreate } = options;
  const target = structuredClone(wanted);
  settleFamilies(target.spec, service.spec, families);
  if (recreate) return recreated(service, target, options);
  const steps: PlanStep[] = [];
  const warnings = new Set<string>();
  let object = service;
  const ignored: string[] = [];
  let patches = 0;
  for (const stage of stagesTo(service, target)) {
    if ('wait' in stage) {
      steps.push({ do: stage.wait });
      continue;
    }
    const whole = bodyBetween(targetOf(object), stage.go(object));
    if (!whole) continue;
    const body = smallest(whole, (one) => options.forecast.patch(object, one));
    if (Object.keys(body).length === 0) {
      ignored.push(...Object.keys(record(whole['spec'])));
      continue;
    }
    steps.push({ do: 'patch', body });
    patches++;
    const outcome = options.forecast.patch(object, body);
    if ('refusal' in outcome)
      return { way: wayOf(patches), steps, object, refusal: outcome.refusal, warnings: [], ignored };
    object = outcome.object;
    for (const text of outcome.warnings) warnings.add(text);
  }
  return { way: wayOf(patches), steps, object, refusal: undefined, warnings: [...warnings], ignored };
}

function wayOf(patches: number): PlanWay {
  if (patches === 0) return 'nothing';
  return patches === 1 ? 'patch' : 'several-patches';
}

function stagesTo({ spec }: ExposedService, target: Target): readonly Stage[] {
  if (needsDetour(spec, target.spec)) {
    const final: Stage = { go: () => usable(target) };
    const away: Stage = { go: (current) => exiled(current) };
    // A controller looks after the slices only where there is a selector.
    const isLeftHeadless = isHeadless(spec) && Object.keys(target.spec.selector ?? {}).length > 0;
    if (!isLeftHeadless) return [away, final];
    const renewed: Stage = { go: () => labelled(usable(target)) };
    return [away, renewed, { wait: 'await-slices' }, { go: (current) => unlabelled(current) }];
  }
  if (isLoadBalancer(spec) && isLoadBalancer(target.spec) && spec.loadBalancerClass !== target.spec.loadBalancerClass)
    return [{ go: (current) => grounded(current) }, { go: () => usable(target) }];
  if (isExternalName(spec) && !isExternalName(target.spec)) {
    // Numbers that an ExternalName was given were never taken for it: taken they are only if they come anew.
    return [{ go: (current) => withoutNodePorts(targetOf(current)) }, { go: () => usable(target) }];
  }
  return [{ go: (current) => direct(target, current.spec) }];
}

/** An address, or having none, changes only by way of ExternalName. */
function needsDetour(old: Readonly<ServiceSpec>, spec: ServiceSpec): boolean {
  if (isExternalName(old) || isExternalName(spec)) return false;
  if (isHeadless(old) !== isHeadless(spec)) return true;
  if (isHeadless(spec)) return false;
  const [family] = old.ipFamilies ?? [];
  const [wanted = family] = spec.ipFamilies ?? [];
  return (spec.clusterIP !== undefined && spec.clusterIP !== old.clusterIP) || family !== wanted;
}

function usable(target: Target): Target {
  const own = structuredClone(target);
  dropUseless(own);
  return own;
}

function labelled(target: Target): Target {
  return { ...target, labels: { ...target.labels, [RENEW_LABEL]: 'true' } };
}

function unlabelled(current: ExposedService): Target {
  const target = targetOf(current);
  Reflect.deleteProperty(target.labels, RENEW_LABEL);
  return target;
}

function exiled(current: ExposedService): Target {
  const target = targetOf(current);
  target.spec.type = 'ExternalName';
  target.spec.externalName = NOWHERE;
  dropRefused(target);
  return target;
}

/** Off the load balancer, holding on to the node ports where that needs no new ones. */
function grounded(current: ExposedService): Target {
  const target = targetOf(current);
  target.spec.type = keepsNodePorts(current.spec) ? 'NodePort' : 'ClusterIP';
  dropRefused(target);
  return target;
}

function withoutNodePorts(target: Target): Target {
  for (const port of target.spec.ports ?? []) delete port.nodePort;
  return target;
}

function direct(target: Target, old: Readonly<ServiceSpec>): Target {
  const own = structuredClone(target);
  dropRefused(own);
  if (isExternalName(own.spec) && !hasNodePorts(old)) withoutNodePorts(own);
  if (isExternalName(own.spec) && !isSame(own.spec.ports, old.ports)) withoutNodePorts(own);
  return own;
}

/** A headless Service without a selector may claim families that the cluster has not; with one, or an address, it may not. */
function settleFamilies(spec: ServiceSpec, old: Readonly<ServiceSpec>, families: Families): void {
  const isFree = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
  const wasFree = isHeadless(old) && Object.keys(old.selector ?? {}).length === 0;
  if (families.length > 1 || isFree || !wasFree || isExternalName(spec)) return;
  spec.ipFamilies = [families[0]];
  spec.ipFamilyPolicy = 'SingleStack';
}

function bodyBetween(before: Target, after: Target): Json | undefined {
  const { spec: from, ...metaBefore } = before;
  const { spec: to, ...metaAfter } = after;
  const metadata = mergeDiff(metaBefore, metaAfter);
  const spec = mergeDiff(from, to);
  return metadata || spec ? { ...(metadata && { metadata }), ...(spec && { spec }) } : undefined;
}

/** Leaves out of a patch what the server would do by itself. */
function smallest(whole: Json, send: (body: Json) => Outcome): Json {
  const outcome = send(whole);
  if ('refusal' in outcome) return whole;
  let body = whole;
  for (const field of Object.keys(record(whole['spec']))) {
    const { [field]: _, ...spec } = record(body['spec']);
    const { spec: _old, ...rest } = body;
    const less = Object.keys(spec).length > 0 ? { ...rest, spec } : rest;
    const other = send(less);
    if ('object' in other && isSame(other.object, outcome.object)) body = less;
  }
  return body;
}

function recreated(service: ExposedService, target: Target, { forecast }: RouteOptions): Route {
  const { name, namespace } = service.metadata;
  const own = usable(target);
  const { labels, annotations } = own;
  const spec = { ...own.spec };
  const metadata = {
    name,
    namespace,
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const body = { apiVersion: 'v1', kind: 'Service', metadata, spec };
  const steps: PlanStep[] = [{ do: 'delete' }, { do: 'create', body }];
  const outcome = forecast.create(body);
  if ('refusal' in outcome)
    return { way: 'recreate', steps, object: service, refusal: outcome.refusal, warnings: [], ignored: [] };
  return {
    way: 'recreate',
    steps,
    object: outcome.object,
    refusal: undefined,
    warnings: outcome.warnings,
    ignored: [],
  };
}
