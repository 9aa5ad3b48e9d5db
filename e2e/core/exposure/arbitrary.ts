import fc from 'fast-check';
import type { Edit } from '../../../shared/exposure-schema.ts';
import { exposureNames } from '../../../shared/model/exposure.ts';
import type { Spec } from './table.ts';

const { constantFrom: one, record, option, array, uniqueArray, integer, boolean, oneof, constant } = fc;

const number = oneof({ weight: 8, arbitrary: one(53, 80, 443, 8080) }, { weight: 1, arbitrary: one(1, 65_535) });
const portName = oneof(
  { weight: 9, arbitrary: one('a', 'b', 'http', 'dns-tcp') },
  { weight: 1, arbitrary: one('', 'No') },
);
const protocol = one('TCP', 'TCP', 'UDP', 'SCTP');
const targetPort = oneof(number, one('http', 'web'), one('8080', 'Web'));
const policy = one('Cluster', 'Local');
const words = one('example.com/a', 'example.com/b', 'internal-vip', 'Not a name');
const cidrs = array(one('10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32', '10.0.0.1/8'), { maxLength: 2 });
const ips = array(one('192.0.2.9', '198.51.100.7', '127.0.0.1', '2001:db8::1'), { maxLength: 2 });
const host = one('db.example.org', 'db.example.org.', '10.0.0.5', 'HOST', 'http://db', 'a');
const selector = one({ app: 'web' }, { app: 'web', tier: 'front' }, {});
const distribution = one('PreferSameZone', 'PreferSameNode', 'PreferClose', 'Auto');
const seconds = one(1, 60, 86_400, 0, 86_401);

/** Number, protocol, name: what one server takes may still clash. */
const port = record(
  { port: number, protocol, name: portName, targetPort, appProtocol: one('kubernetes.io/h2c', 'http') },
  { requiredKeys: ['port'] },
);

/** A Service as somebody may have written it, of any type, valid or not: the server says which. */
export const anySpec: fc.Arbitrary<Spec> = record({
  shape: one(...exposureNames),
  ports: uniqueArray(port, { minLength: 1, maxLength: 3, selector: (each) => each.port }),
  selector,
  sticky: boolean(),
  local: boolean(),
  ranges: option(cidrs, { nil: [] }),
  externalIPs: option(ips, { nil: [], freq: 6 }),
  own: option(words, { nil: undefined }),
  allocates: option(boolean(), { nil: undefined }),
  distribution: option(distribution, { nil: undefined }),
  notReady: boolean(),
}).map(({ shape, ports, ...wish }) => {
  const isBalanced = shape === 'LoadBalancer';
  const isOutside = isBalanced || shape === 'NodePort';
  return {
    type: shape === 'Headless' ? 'ClusterIP' : shape,
    ports: ports.map((each, index) => ({ ...each, name: ['http', 'dns', 'b'][index] })),
    selector: wish.selector,
    ...(shape === 'Headless' && { clusterIP: 'None' }),
    ...(shape === 'ExternalName' && { externalName: 'db.example.org' }),
    ...(wish.sticky && { sessionAffinity: 'ClientIP' }),
    ...(isOutside && wish.local && { externalTrafficPolicy: 'Local' }),
    ...(isBalanced && { loadBalancerSourceRanges: wish.ranges }),
    ...(isBalanced && wish.own !== undefined && { loadBalancerClass: wish.own }),
    ...(isBalanced && wish.allocates !== undefined && { allocateLoadBalancerNodePorts: wish.allocates }),
    externalIPs: wish.externalIPs,
    ...(wish.distribution !== undefined && { trafficDistribution: wish.distribution }),
    ...(wish.notReady && { publishNotReadyAddresses: true }),
  };
});

const nodePort = oneof(integer({ min: 30_000, max: 32_767 }), one('auto' as const), one(80, 40_000));

const typed: fc.Arbitrary<Edit> = record({ to: one(...exposureNames), externalName: host }).map(
  ({ to, externalName }) => ({
    set: 'type',
    to,
    ...(to === 'ExternalName' && { externalName }),
  }),
);

const edit: fc.Arbitrary<Edit> = oneof(
  { weight: 6, arbitrary: typed },
  record({ port: number, protocol, name: portName, targetPort, nodePort }, { requiredKeys: ['port', 'name'] }).map(
    (added): Edit => ({ set: 'port-added', port: added }),
  ),
  number.map((gone): Edit => ({ set: 'port-removed', port: gone })),
  record({
    port: number,
    to: record({ name: portName, targetPort, nodePort, port: number, protocol }, { requiredKeys: [] }),
  }).map((change): Edit => ({ set: 'port-changed', ...change })),
  policy.map((value): Edit => ({ set: 'externalTrafficPolicy', value })),
  policy.map((value): Edit => ({ set: 'internalTrafficPolicy', value })),
  record({ value: one('None' as const, 'ClientIP' as const), seconds }, { requiredKeys: ['value'] }).map(
    (sticky): Edit => ({ set: 'sessionAffinity', ...sticky }),
  ),
  words.map((value): Edit => ({ set: 'loadBalancerClass', value })),
  constant<Edit>({ set: 'loadBalancerClass' }),
  cidrs.map((value): Edit => ({ set: 'loadBalancerSourceRanges', value })),
  one('192.0.2.7', '2001:db8::7').map((value): Edit => ({ set: 'loadBalancerIP', value })),
  boolean().map((value): Edit => ({ set: 'allocateLoadBalancerNodePorts', value })),
  ips.map((value): Edit => ({ set: 'externalIPs', value })),
  host.map((value): Edit => ({ set: 'externalName', value })),
  boolean().map((value): Edit => ({ set: 'publishNotReadyAddresses', value })),
  one('SingleStack' as const, 'PreferDualStack' as const, 'RequireDualStack' as const).map((value): Edit => ({
    set: 'ipFamilyPolicy',
    value,
  })),
  distribution.map((value): Edit => ({ set: 'trafficDistribution', value })),
  selector.map((value): Edit => ({ set: 'selector', value })),
  one('shop', '', '-').map((value): Edit => ({ set: 'label', key: 'team', value })),
  one('b', '').map((value): Edit => ({ set: 'annotation', key: 'example.com/a', value })),
);

export const anyEdits: fc.Arbitrary<readonly Edit[]> = array(edit, { minLength: 1, maxLength: 3 });
