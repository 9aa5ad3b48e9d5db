import { describe, expect, test } from 'vitest';
import { patched, refusalOf, service, storeOf, web, type Spec } from '../../demo/testing/service-store.ts';

const port = { port: 80 };
const ports = [port];
const clusterIP: Spec = { ports };
const headless: Spec = { clusterIP: 'None', ports, selector: { app: 'web' } };
const nodePort: Spec = { type: 'NodePort', ports };
const balancer: Spec = { type: 'LoadBalancer', ports };
const balancerLocal: Spec = { ...balancer, externalTrafficPolicy: 'Local' };
const ranged: Spec = { ...balancer, loadBalancerSourceRanges: ['10.0.0.0/8'] };
const external: Spec = { type: 'ExternalName', externalName: 'db.example.com' };
const NAME =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const RANGE = 'provided port is not in the valid range. The range of valid ports is 30000-32767';

describe('a change', () => {
  test.each<[string, Spec, Spec, string]>([
    [
      'ClusterIP to headless',
      { ...clusterIP, clusterIP: '10.96.1.1' },
      { clusterIP: 'None' },
      '422 spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
    ],
    [
      'headless to an address',
      headless,
      { clusterIP: '10.96.5.5' },
      '422 spec.clusterIPs[0]: Invalid value: ["10.96.5.5"]: may not change once set',
    ],
    [
      'headless to NodePort',
      headless,
      { type: 'NodePort' },
      `422 spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`,
    ],
    [
      'headless to LoadBalancer',
      headless,
      { type: 'LoadBalancer' },
      `422 spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services`,
    ],
    ['to ExternalName without a name', clusterIP, { type: 'ExternalName' }, '422 spec.externalName: Required value'],
    [
      'to ExternalName with a dot for a name',
      clusterIP,
      { type: 'ExternalName', externalName: '.' },
      '422 spec.externalName: Required value',
    ],
    [
      'to ExternalName with another address',
      clusterIP,
      { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.9.9' },
      '422 spec.clusterIPs: Forbidden: may not be set for ExternalName services',
    ],
    [
      'to ExternalName with an underscore',
      clusterIP,
      { type: 'ExternalName', externalName: 'db_prod' },
      `422 spec.externalName: Invalid value: "db_prod": ${NAME}`,
    ],
    ['ExternalName without ports to ClusterIP', external, { type: 'ClusterIP' }, '422 spec.ports: Required value'],
    [
      'LoadBalancer with ranges to NodePort',
      ranged,
      { type: 'NodePort' },
      "422 spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      'a class given to a LoadBalancer',
      balancer,
      { loadBalancerClass: 'a.b/c' },
      '422 spec.loadBalancerClass: Invalid value: "a.b/c": may not change once set',
    ],
    [
      'a class taken from a LoadBalancer',
      { ...balancer, loadBalancerClass: 'a.b/c' },
      { loadBalancerClass: null },
      '422 spec.loadBalancerClass: Invalid value: null: may not change once set',
    ],
    [
      'a class on a ClusterIP',
      clusterIP,
      { loadBalancerClass: 'a.b/c' },
      "422 spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      'allocation on a ClusterIP',
      clusterIP,
      { allocateLoadBalancerNodePorts: true },
      "422 spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      'a traffic policy on a ClusterIP',
      clusterIP,
      { externalTrafficPolicy: 'Local' },
      '422 spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
    ],
    [
      'a health check port on a NodePort',
      nodePort,
      { healthCheckNodePort: 30077 },
      "422 spec.healthCheckNodePort: Invalid value: 30077: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
    [
      'another health check port',
      balancerLocal,
      { healthCheckNodePort: 30077 },
      '422 spec.healthCheckNodePort: Forbidden: field is immutable',
    ],
    [
      'a node port out of range',
      clusterIP,
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      `422 spec.ports[0].nodePort: Invalid value: 80: ${RANGE}`,
    ],
    [
      'a node port on a ClusterIP',
      clusterIP,
      { ports: [{ port: 80, nodePort: 30080 }] },
      "422 spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ],
    [
      'two ports on one number',
      nodePort,
      {
        ports: [
          { name: 'a', port: 80, nodePort: 30644 },
          { name: 'b', port: 81, nodePort: 30644 },
        ],
      },
      '500 duplicate nodePort: {TCP 30644}',
    ],
    [
      'an unknown traffic distribution',
      clusterIP,
      { trafficDistribution: 'Auto' },
      '422 spec.trafficDistribution: Unsupported value: "Auto": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
    ],
    [
      'two families',
      clusterIP,
      { ipFamilyPolicy: 'RequireDualStack' },
      '422 spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    ],
    [
      'another family',
      { ...clusterIP, clusterIP: '10.96.5.5' },
      { ipFamilies: ['IPv6'] },
      '422 spec.clusterIPs[0]: Invalid value: "10.96.5.5": expected an IPv6 value as indicated by `ipFamilies[0]`',
    ],
    [
      'a selector on a headless Service without',
      { clusterIP: 'None', ports },
      { selector: { app: 'web' } },
      '422 [spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services, spec.ipFamilies[1]: Invalid value: "IPv6": not configured on this cluster]',
    ],
  ])('%s is refused', (_name, before, change, message) => {
    const store = storeOf(before);
    expect(refusalOf(() => patched(store, { spec: change }))).toBe(message);
  });

  test.each<[string, Spec, Spec]>([
    ['only the type of a headless Service', headless, { type: 'ClusterIP' }],
    ['nulls for its address', headless, { clusterIP: null }],
    ['nulls for both its addresses', headless, { clusterIP: null, clusterIPs: null }],
    ['null for an address', { ...clusterIP, clusterIP: '10.96.1.1' }, { clusterIP: null, clusterIPs: null }],
    [
      'null for a node port',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] },
      { ports: [{ port: 80, nodePort: null }] },
    ],
    ['a configuration of no affinity', clusterIP, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } }],
  ])('%s changes nothing', (_name, before, change) => {
    const store = storeOf(before);
    const old = store.get(web);
    expect(patched(store, { spec: change })).toBe(old);
  });

  test('gives a renamed port another node port, and lets two ports swap theirs', () => {
    const store = storeOf({
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80, nodePort: 30001 },
        { name: 'b', port: 81, nodePort: 30002 },
      ],
    });
    const swapped = patched(store, {
      spec: {
        ports: [
          { name: 'a', port: 80, nodePort: 30002 },
          { name: 'b', port: 81, nodePort: 30001 },
        ],
      },
    });
    expect(swapped.spec?.['ports']).toMatchObject([{ nodePort: 30002 }, { nodePort: 30001 }]);
    const renamed = patched(store, {
      spec: {
        ports: [
          { name: 'c', port: 80 },
          { name: 'b', port: 81 },
        ],
      },
    });
    expect(renamed.spec?.['ports']).toMatchObject([
      { nodePort: expect.not.toBeOneOf([30001, 30002]) as number },
      { nodePort: 30001 },
    ]);
  });

  test('with an old version is refused, one with a wrong uid, and one with nonsense', () => {
    const store = storeOf(clusterIP);
    expect(refusalOf(() => patched(store, { metadata: { resourceVersion: '1' } }))).toBe(
      '409 Operation cannot be fulfilled on services "web": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect(refusalOf(() => patched(store, { metadata: { uid: 'x' } }))).toBe(
      '422 metadata.uid: Invalid value: "x": field is immutable',
    );
    expect(refusalOf(() => patched(store, { metadata: { resourceVersion: 'abc' } }))).toBe(
      '500 strconv.ParseUint: parsing "abc": invalid syntax',
    );
  });
});

describe('a new Service', () => {
  test.each<[string, Spec, string]>([
    [
      'with a port twice',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      },
      '422 spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
    ],
    [
      'with a name twice',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'a', port: 81 },
        ],
      },
      '422 spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      'without the name of a second port',
      { ports: [{ name: 'a', port: 80 }, { port: 81 }] },
      '422 spec.ports[1].name: Required value',
    ],
    [
      'with two ports on one node port',
      {
        type: 'NodePort',
        ports: [
          { name: 'a', port: 80, nodePort: 30100 },
          { name: 'b', port: 81, nodePort: 30100 },
        ],
      },
      '422 spec.ports[1].nodePort: Invalid value: 30100: provided port is already allocated',
    ],
    [
      'with an address out of range',
      { ports, clusterIP: '240.0.0.1' },
      '422 spec.clusterIPs: Invalid value: ["240.0.0.1"]: failed to allocate IP 240.0.0.1: the provided network does not match the current range',
    ],
    [
      'with an affinity of no time',
      { ports, sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } },
      '422 spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400',
    ],
    [
      'with an affinity of too long',
      { ports, sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } },
      '422 spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
    ],
    [
      'with a number in quotes',
      { ports: [{ port: 80, targetPort: '8080' }] },
      '422 spec.ports[0].targetPort: Invalid value: "8080": must contain at least one letter (a-z)',
    ],
    [
      'with a long port name',
      { ports: [{ port: 80, targetPort: 'a-very-long-name' }] },
      '422 spec.ports[0].targetPort: Invalid value: "a-very-long-name": must be no more than 15 characters',
    ],
    [
      'with capitals in a port name',
      { ports: [{ port: 80, targetPort: 'Web' }] },
      '422 spec.ports[0].targetPort: Invalid value: "Web": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
    [
      'with a protocol in small letters',
      { ports: [{ port: 80, protocol: 'tcp' }] },
      '422 spec.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      'on a loopback address',
      { ports, externalIPs: ['127.0.0.1'] },
      '422 spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
    [
      'on a link-local address',
      { ports, externalIPs: ['169.254.1.1'] },
      '422 spec.externalIPs[0]: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    ],
    [
      'on no address',
      { ports, externalIPs: ['0.0.0.0'] },
      '422 spec.externalIPs[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
    ],
    [
      'on an address with zeros in front',
      { ports, externalIPs: ['192.0.02.1'] },
      '422 spec.externalIPs[0]: Invalid value: "192.0.02.1": must not have leading 0s',
    ],
    [
      'for ranges with host bits',
      { ...balancer, loadBalancerSourceRanges: ['10.0.0.1/8'] },
      '422 spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length',
    ],
    [
      'of a health check port out of range',
      { ...balancerLocal, healthCheckNodePort: 80 },
      `500 Internal error occurred: failed to allocate requested HealthCheck NodePort 80: ${RANGE}`,
    ],
    [
      'with addresses but no address',
      { ports, clusterIPs: ['10.96.1.1'] },
      '422 spec.clusterIPs: Invalid value: ["10.96.1.1"]: must be empty when `clusterIP` is not specified',
    ],
  ])('%s is refused', (_name, spec, message) => {
    expect(refusalOf(() => storeOf(spec))).toBe(message);
  });

  test('must not take what another has', () => {
    const store = storeOf({ type: 'NodePort', clusterIP: '10.96.3.3', ports: [{ port: 80, nodePort: 30080 }] });
    expect(refusalOf(() => store.create(service('b', { ports, clusterIP: '10.96.3.3' })))).toBe(
      '422 spec.clusterIPs: Invalid value: ["10.96.3.3"]: failed to allocate IP 10.96.3.3: provided IP is already allocated',
    );
    const taken = { type: 'NodePort', ports: [{ port: 81, nodePort: 30080 }] };
    const message = '422 spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated';
    expect(refusalOf(() => store.create(service('b', taken)))).toBe(message);
    expect(refusalOf(() => store.create(service('b', taken), { dryRun: true }))).toBe(message);
  });

  test.each([
    ['web.a', 'must not contain dots'],
    ['x'.repeat(64), 'must be no more than 63 characters'],
  ])('must not be called %s', (name, message) => {
    const refusal = refusalOf(() => storeOf().create(service(name, clusterIP)));
    expect(refusal).toBe(`422 metadata.name: Invalid value: "${name}": ${message}`);
  });

  test('may begin with a digit', () => expect(storeOf().create(service('1web', clusterIP)).metadata.name).toBe('1web'));

  test('waits for the old one of its name to be gone', () => {
    const store = storeOf();
    const held = { ...service('web', clusterIP), metadata: { name: 'web', namespace: 'shop', finalizers: ['a.b/c'] } };
    store.create(held);
    expect(refusalOf(() => store.create(service('web', clusterIP)))).toBe('409 services "web" already exists');
    store.delete(web);
    expect(refusalOf(() => store.create(service('web', clusterIP)))).toBe(
      '409 object is being deleted: services "web" already exists',
    );
  });
});
