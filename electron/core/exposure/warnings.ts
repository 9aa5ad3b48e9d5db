import { warningCodes, type PlanWarning, type WarningCode } from '../../../shared/model/exposure.ts';
import { parseAddress } from '../api-rules/validation/ip.ts';
import type { ServiceSpec } from '../api-rules/service/service.ts';
import type { ExposedService, ExposureFacts } from './facts.ts';
import { ownerOf } from './owner.ts';
import type { Provider } from './provider.ts';
import type { Route } from './steps.ts';

export interface WarningFacts {
  readonly facts: ExposureFacts;
  readonly after: ExposedService;
  readonly route: Route;
  readonly provider: Provider | 'none' | undefined;
  /** Numbers and addresses of before that a plan gives up because somebody else has them. */
  readonly given: readonly string[];
  /** Fields asked for that stay as they are. */
  readonly unheard: readonly string[];
  readonly isPriceUnknown: boolean;
}

const RANK = { block: 0, grave: 1, mild: 2 } as const;

/** What is worth a word before it is done, the gravest first. */
export function warningsOf(about: WarningFacts): readonly PlanWarning[] {
  return [...onObject(about), ...onRights(about), ...onWish(about)].sort(
    (a, b) => RANK[warningCodes[a.code]] - RANK[warningCodes[b.code]],
  );
}

const warn = (code: WarningCode, params: PlanWarning['params'] = {}): PlanWarning => ({ code, params });
const when = (condition: boolean, code: WarningCode, params?: PlanWarning['params']): readonly PlanWarning[] =>
  condition ? [warn(code, params)] : [];

function onObject({ facts: { service }, after, route }: WarningFacts): readonly PlanWarning[] {
  const { name, namespace, labels, annotations = {}, finalizers = [], deletionTimestamp } = service.metadata;
  const isSystem =
    (namespace === 'default' && name === 'kubernetes') ||
    (namespace === 'kube-system' && labels?.['k8s-app'] === 'kube-dns');
  const owner = ownerOf(service);
  const hasDns = Object.keys(annotations).some((key) => key.startsWith('external-dns.alpha.kubernetes.io/'));
  const becomesName = after.spec.type === 'ExternalName' || route.way === 'several-patches';
  return [
    ...when(isSystem, 'system-service', { name }),
    ...when(deletionTimestamp !== undefined, 'deleting', { name }),
    ...(owner === undefined ? [] : [warn('managed-by', { owner })]),
    ...when(hasDns && becomesName, 'external-dns'),
    ...when(finalizers.length > 0 && route.way === 'recreate', 'finalizers-hold', {
      finalizers: finalizers.join(', '),
    }),
  ];
}

function onRights({ facts: { ref, rights }, route }: WarningFacts): readonly PlanWarning[] {
  if (!rights) return [warn('rights-unknown')];
  const missing =
    route.way === 'recreate'
      ? [...(rights.delete ? [] : ['delete']), ...(rights.create ? [] : ['create'])]
      : rights.patch
        ? []
        : ['patch'];
  return when(missing.length > 0, 'no-right', { verbs: missing.join(', '), namespace: ref.namespace });
}

function onWish({
  facts,
  after,
  route,
  provider,
  given,
  unheard,
  isPriceUnknown,
}: WarningFacts): readonly PlanWarning[] {
  const { spec: old } = facts.service;
  const { spec } = after;
  const becomesBalanced = spec.type === 'LoadBalancer' && old.type !== 'LoadBalancer';
  const ready = facts.slices
    ?.flatMap(({ endpoints }) => endpoints ?? [])
    .filter((one) => one.conditions?.ready !== false);
  const protocols = new Set((spec.ports ?? []).map(({ protocol }) => protocol));
  const host = spec.type === 'ExternalName' ? (spec.externalName ?? '') : '';
  const lost = lostForGood(facts.service, after, route);
  const isOpen = becomesBalanced && (spec.loadBalancerSourceRanges ?? []).length === 0 && !isInternal(after);
  return [
    ...when(becomesBalanced && provider === 'none', 'no-load-balancer'),
    ...when(becomesBalanced && isForeignClass(spec, facts), 'lb-class-unknown', { name: spec.loadBalancerClass ?? '' }),
    ...when(isOpen && provider !== 'none', 'public-soon'),
    ...when(becomesBalanced && protocols.size > 1, 'mixed-protocols'),
    ...given.map((what) => warn(what.includes('.') ? 'address-not-kept' : 'node-port-not-kept', { what })),
    ...lost.map((what) => warn('cannot-return', { what })),
    ...when(unheard.length > 0, 'no-effect', { fields: unheard.join(', ') }),
    ...when(host !== '' && parseAddress(host) !== undefined, 'external-name-address', { host }),
    ...when(becomesBalanced && ready?.length === 0, 'no-endpoints'),
    ...when(isPriceUnknown, 'price-unknown'),
    ...route.warnings.map((text) => warn('server', { text })),
  ];
}

/** Addresses that a provider gave, numbers that were never taken, and what makes an object this one. */
function lostForGood(
  { metadata, spec, status }: ExposedService,
  after: ExposedService,
  { way }: Route,
): readonly string[] {
  const keepsAddress =
    after.spec.type === 'LoadBalancer' && way !== 'recreate' && spec.loadBalancerClass === after.spec.loadBalancerClass;
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const numbers = (
    spec.type === 'ExternalName' && after.spec.type !== 'ExternalName' ? (spec.ports ?? []) : []
  ).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [`nodePort ${nodePort}`]));
  return [...(keepsAddress ? [] : addresses), ...numbers, ...(way === 'recreate' ? [`uid ${metadata.uid}`] : [])];
}

/** A class that no other Service of the cluster got an address by. */
function isForeignClass({ loadBalancerClass }: Readonly<ServiceSpec>, { services = [] }: ExposureFacts): boolean {
  if (loadBalancerClass === undefined) return false;
  return !services.some(
    ({ spec, status }) =>
      spec.loadBalancerClass === loadBalancerClass && (status?.loadBalancer?.ingress ?? []).length > 0,
  );
}

function isInternal({ metadata: { annotations = {} } }: ExposedService): boolean {
  return Object.entries(annotations).some(
    ([key, value]) =>
      /internal|scheme|network$|address-type|private/.test(key) && /internal|true|intranet|private/i.test(value),
  );
}
