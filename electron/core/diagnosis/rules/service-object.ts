import type { Finding, Severity } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, commandFix, finding, patchFix, proof } from '../finding.ts';
import { some } from '../index-by.ts';
import type { Endpoints, EndpointSlice } from '../objects.ts';
import { addressesOf, condition, familyOf, hasNode, isReady, isTerminating, protocolOf } from '../pod-facts.ts';
import { shell } from '../../../../shared/shell.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLER = 'endpointslice-controller.k8s.io';
const MIRROR = 'endpointslicemirroring-controller.k8s.io';
const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const PROXY_NAME = 'service.kubernetes.io/service-proxy-name';
const HEADLESS = 'service.kubernetes.io/headless';
/** A controller that is still behind by this much, in ms, is not merely busy. */
const LAG = 30_000;

/** The Service's own fields, and the slices that stand for it. */
export function serviceObject(facts: Facts): readonly Finding[] {
  return [
    ...deletion(facts),
    ...otherProxy(facts),
    ...(facts.type === 'ExternalName' ? [] : facts.selector ? controlled(facts) : byHand(facts)),
  ];
}

function deletion({ service }: Facts): readonly Finding[] {
  const { deletionTimestamp, finalizers = [] } = service.metadata;
  if (deletionTimestamp === undefined) return [];
  const shown = proof(service, 'metadata.finalizers', finalizers);
  const fixes = [commandFix('look', 'events', shell`kubectl describe service ${service.metadata.name}`)];
  return [finding('A8', { finalizers: finalizers.join(', ') || '-' }, { severity: 'warning', proof: [shown], fixes })];
}

function otherProxy({ service }: Facts): readonly Finding[] {
  const proxy = service.metadata.labels?.[PROXY_NAME];
  if (proxy === undefined) return [];
  const shown = proof(service, `metadata.labels[${PROXY_NAME}]`, proxy);
  const fix = patchFix('remove-label', service, { metadata: { labels: { [PROXY_NAME]: null } } });
  return [finding('A9', { proxy }, { severity: 'warning', proof: [shown], fixes: [fix] })];
}

/** Slices of a Service that has a selector: the controller's. */
function controlled(facts: Facts): readonly Finding[] {
  const { cluster, service, slices, headless, live, name, selector = {} } = facts;
  if (!cluster.knows('EndpointSlice')) return [];
  const findings: Finding[] = [];
  const marked = slices.filter(({ metadata }) => metadata.labels?.[HEADLESS] !== undefined);
  if (!headless && marked.length > 0) {
    const names = marked.map(({ metadata }) => metadata.name);
    findings.push(
      finding(
        'A10',
        { slices: some(names) },
        {
          severity: 'error',
          proof: [
            ...marked.map((slice) => proof(slice, `metadata.labels[${HEADLESS}]`, '')),
            proof(service, 'spec.clusterIP', service.spec.clusterIP),
          ],
          fixes: [
            commandFix('delete-stale', some(names), shell`kubectl delete endpointslice ${names} -n ${facts.namespace}`),
          ],
        },
      ),
    );
  }
  const hasAddress = live.some((pod) => belongs(facts, pod));
  if (slices.length === 0 && hasAddress) {
    const shown = [proof(service, 'spec.selector', selector), { object: 'endpointslices', field: 'items', value: '0' }];
    findings.push(finding('A11', { service: name, count: live.length }, { severity: 'error', proof: shown }));
  } else if (slices.length > 0) findings.push(...late(facts));
  return findings;
}

/** Pods whose readiness the slices have not taken over for a while. */
function late(facts: Facts): readonly Finding[] {
  const { slices, live, readyAddresses } = facts;
  const listed = new Set(
    slices.flatMap(({ endpoints }) =>
      (endpoints ?? [])
        .filter(({ conditions }) => conditions?.ready ?? true)
        .map(({ targetRef }) => targetRef?.name ?? ''),
    ),
  );
  if (!slices.every(({ metadata }) => metadata.labels?.[MANAGED_BY] === CONTROLLER)) return [];
  const behind = live.filter((pod) => !listed.has(pod.metadata.name) && belongs(facts, pod));
  if (behind.length === 0) return [];
  const nodes = doubtfulNodes(facts, behind);
  const shown = behind.flatMap((pod) => [
    proof(pod, 'status.conditions[Ready]', 'True'),
    ...(nodes.length > 0 ? [proof(pod, 'spec.nodeName', pod.spec.nodeName)] : []),
  ]);
  const pods = some(behind.map(({ metadata }) => metadata.name));
  const fixes = nodes.map((node) => commandFix('look', `node/${node}`, shell`kubectl describe node ${node}`));
  const severity = readyAddresses === 0 ? 'error' : 'warning';
  return [finding('A12', { pods, nodes: some(nodes) }, { severity, proof: shown, fixes })];
}

/** Where Nodes could not be read: those that may be gone, as no Pod of theirs is listed either. */
function doubtfulNodes({ cluster, service, slices }: Facts, behind: Facts['pods']): readonly string[] {
  if (cluster.knows('Node') || service.spec.publishNotReadyAddresses) return [];
  const seen = new Set(slices.flatMap(({ endpoints }) => (endpoints ?? []).map(({ nodeName }) => nodeName)));
  const nodes = [...new Set(behind.flatMap(({ spec }) => spec.nodeName ?? []))];
  return nodes.some((node) => seen.has(node)) ? [] : nodes;
}

/** Whether the controller should have taken the Pod in as ready by now. */
function belongs({ cluster, service }: Facts, pod: Facts['pods'][number]): boolean {
  const { ipFamilies = ['IPv4', 'IPv6'] } = service.spec;
  const since = condition(pod.status?.conditions, 'Ready')?.lastTransitionTime ?? '';
  const isSettled = cluster.now - Date.parse(since) > LAG;
  const hasAddress = addressesOf(pod).some((address) => ipFamilies.includes(familyOf(address)));
  return isReady(pod) && !isTerminating(pod) && isSettled && hasAddress && hasNode(cluster, pod);
}

/** Slices of a Service without a selector: somebody else's. */
function byHand(facts: Facts): readonly Finding[] {
  const { cluster, service, slices, namespace, name } = facts;
  const endpoints = cluster.get('Endpoints', namespace, name);
  const count = slices.reduce((sum, slice) => sum + (slice.endpoints?.length ?? 0), 0);
  const stale = slices.filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === CONTROLLER);
  if (stale.length > 0) return [leftOver(facts, stale)];
  if (count === 0) {
    const why = endpoints && whyNotMirrored(endpoints);
    if (endpoints && why) return [why(service.metadata.name)];
    const isUnread = !cluster.knows('EndpointSlice') && (cluster.gaps.length > 0 || endpoints !== undefined);
    return isUnread ? [] : [withoutAny(facts)];
  }
  const wrong = slices.flatMap((slice) => wrongSlice(facts, slice));
  const managers = slices.flatMap(({ metadata }) => metadata.labels?.[MANAGED_BY] ?? []);
  const foreign = managers.filter((one) => one !== MIRROR);
  if (wrong.length > 0 || foreign.length === 0) return wrong;
  const shown = slices.map((slice) =>
    proof(slice, `metadata.labels[${MANAGED_BY}]`, slice.metadata.labels?.[MANAGED_BY]),
  );
  return [finding('A6', { manager: [...new Set(foreign)].join(', ') }, { severity: 'info', proof: shown })];
}

function withoutAny({ service, name, namespace, cluster }: Facts): Finding {
  const own = cluster
    .workloads(namespace)
    .find(({ metadata, spec }) => metadata.name === name && spec.template?.metadata?.labels);
  const labels = own?.spec.template?.metadata?.labels;
  return finding(
    'A2',
    { service: name },
    {
      // Files may leave out what is in the cluster.
      severity: cluster.knows('EndpointSlice') ? 'error' : 'warning',
      proof: [proof(service, 'spec.selector', undefined), { object: 'endpointslices', field: 'items', value: '0' }],
      fixes: labels
        ? [patchFix('change-selector', service, { spec: { selector: labels } })]
        : [advice('change-selector', `service/${name}`)],
    },
  );
}

function leftOver({ service, namespace }: Facts, stale: readonly EndpointSlice[]): Finding {
  const names = stale.map(({ metadata }) => metadata.name);
  const command = shell`kubectl delete endpoints ${service.metadata.name} -n ${namespace} --ignore-not-found && kubectl delete endpointslice ${names} -n ${namespace}`;
  return finding(
    'A4',
    { slices: some(names) },
    {
      severity: 'error',
      proof: [
        proof(service, 'spec.selector', undefined),
        ...stale.map((slice) => proof(slice, `metadata.labels[${MANAGED_BY}]`, CONTROLLER)),
      ],
      fixes: [
        advice('change-selector', `service/${service.metadata.name}`),
        commandFix('delete-stale', some(names), command),
      ],
    },
  );
}

function whyNotMirrored(endpoints: Endpoints): ((service: string) => Finding) | undefined {
  const { labels, annotations } = endpoints.metadata;
  const [field, reason] =
    labels?.[SKIP_MIRROR] === 'true'
      ? [`metadata.labels[${SKIP_MIRROR}]`, SKIP_MIRROR]
      : annotations?.[LEADER] !== undefined
        ? [`metadata.annotations[${LEADER}]`, LEADER]
        : [];
  if (field === undefined || reason === undefined) return undefined;
  const isLabel = reason === SKIP_MIRROR;
  const body = { metadata: isLabel ? { labels: { [reason]: null } } : { annotations: { [reason]: null } } };
  return (service) =>
    finding(
      'A3',
      { service, reason },
      {
        severity: 'error',
        proof: [proof(endpoints, field, isLabel ? 'true' : annotations?.[LEADER])],
        fixes: [patchFix('remove-label', endpoints, body)],
      },
    );
}

/** What keeps a hand-made slice from working for this Service. */
function wrongSlice({ service, cluster }: Facts, slice: EndpointSlice): readonly Finding[] {
  const { ports = [], ipFamilies } = service.spec;
  const say = (detail: {
    what: string;
    found: string;
    wanted: string;
    field: string;
    severity?: Severity;
  }): Finding => {
    const { what, found, wanted, field, severity = 'error' } = detail;
    const params = { slice: slice.metadata.name, what, found: found || '""', wanted: wanted || '""' };
    return finding('A5', params, {
      severity,
      proof: [proof(slice, field, found)],
      fixes: [advice('change-slice', slice.metadata.name)],
    });
  };
  if (ipFamilies && slice.addressType !== 'FQDN' && !ipFamilies.includes(slice.addressType)) {
    return [
      say({ what: 'addressType', found: slice.addressType, wanted: ipFamilies.join(', '), field: 'addressType' }),
    ];
  }
  const forbidden = (slice.endpoints ?? [])
    .flatMap(({ addresses }) => addresses)
    .find((one) => cluster.isClusterIP(one));
  if (forbidden !== undefined) {
    return [say({ what: 'endpoints[].addresses', found: forbidden, wanted: 'Pod IP', field: 'endpoints[].addresses' })];
  }
  return (slice.ports ?? []).flatMap((port, index) => {
    const sameName = ports.find(({ name = '' }) => name === (port.name ?? ''));
    const field = `ports[${index}]`;
    if (!sameName) {
      const wanted = ports.map(({ name = '' }) => name || '""').join(', ');
      const isSole = ports.length === 1 && slice.ports?.length === 1;
      const said = say({ what: 'port name', found: port.name ?? '', wanted, field: `${field}.name` });
      const fixed = [{ ...port, name: ports[0]?.name ?? '' }];
      return [isSole ? { ...said, fixes: [patchFix('change-slice', slice, { ports: fixed })] } : said];
    }
    if (protocolOf(sameName) === protocolOf(port)) return [];
    return [
      say({ what: 'protocol', found: protocolOf(port), wanted: protocolOf(sameName), field: `${field}.protocol` }),
    ];
  });
}
