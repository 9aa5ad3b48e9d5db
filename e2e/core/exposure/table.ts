import type { Edit } from '../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../shared/model/exposure.ts';

export type Spec = Readonly<Record<string, unknown>>;

/** One Service and what is wished of it. */
export interface ExposureCase {
  readonly name: string;
  readonly spec: Spec;
  readonly metadata?: Spec;
  readonly edits: readonly Edit[];
  readonly recreate?: boolean;
}

const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
const two = [...ports, { name: 'dns', port: 53, protocol: 'UDP' }];
const selector = { app: 'web' };

/** Each type as people have it, with all that depends on the type. */
const shapes: Readonly<Record<ExposureName, Spec>> = {
  ClusterIP: { selector, ports },
  NodePort: { type: 'NodePort', externalTrafficPolicy: 'Local', selector, ports },
  LoadBalancer: {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    loadBalancerClass: 'example.com/own',
    loadBalancerSourceRanges: ['10.0.0.0/8'],
    selector,
    ports,
  },
  ExternalName: { type: 'ExternalName', externalName: 'db.example.org', selector, ports },
  Headless: { clusterIP: 'None', selector, ports },
};

const names = Object.keys(shapes) as ExposureName[];

const typeTo = (to: ExposureName): Edit =>
  to === 'ExternalName' ? { set: 'type', to, externalName: 'other.example.org' } : { set: 'type', to };

export const transitions: readonly ExposureCase[] = names.flatMap((from) =>
  names.map((to) => ({ name: `${from} to ${to}`, spec: shapes[from], edits: [typeTo(to)] })),
);

const { ClusterIP: plain, NodePort: node, LoadBalancer: balanced, ExternalName: external, Headless: headless } = shapes;
const annotated = { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8' } };
const open = { type: 'LoadBalancer', selector, ports };
const edit = (name: string, spec: Spec, ...edits: readonly Edit[]): ExposureCase => ({ name, spec, edits });
const addPort = (port: Extract<Edit, { set: 'port-added' }>['port']): Edit => ({ set: 'port-added', port });
const https = { name: 'https', port: 443 };

export const edits: readonly ExposureCase[] = [
  edit('a port comes', plain, addPort(https)),
  edit('a port without a name comes', plain, addPort({ port: 443 })),
  edit('a port comes for the second time', plain, addPort({ name: 'again', port: 80 })),
  edit('a name comes for the second time', plain, addPort({ name: 'http', port: 81 })),
  edit('a port of another protocol comes', plain, addPort({ name: 'quic', port: 80, protocol: 'UDP' })),
  edit('a port with a wrong name comes', plain, addPort({ name: 'Not_A_Name', port: 443 })),
  edit('a port beyond the numbers comes', plain, addPort({ name: 'far', port: 70_000 })),
  edit('a port comes to a NodePort', node, addPort(https)),
  edit('a port with a number comes to a NodePort', node, addPort({ ...https, nodePort: 30_011 })),
  edit('a port with a number comes to a ClusterIP', plain, addPort({ ...https, nodePort: 30_012 })),
  edit('a port comes to a LoadBalancer', balanced, addPort(https)),
  edit('a port comes to a headless one', headless, addPort(https)),
  edit('a port comes to an ExternalName', external, addPort(https)),
  edit('a port with a protocol of its own comes', plain, addPort({ ...https, appProtocol: 'kubernetes.io/h2c' })),
  edit('a port goes', { selector, ports: two }, { set: 'port-removed', port: 53, protocol: 'UDP' }),
  edit('the last port goes', plain, { set: 'port-removed', port: 80 }),
  edit('the last port of a headless one goes', headless, { set: 'port-removed', port: 80 }),
  edit('a port of a NodePort goes', { type: 'NodePort', selector, ports: two }, { set: 'port-removed', port: 53 }),
  edit('a port is renamed', plain, { set: 'port-changed', port: 80, to: { name: 'web' } }),
  edit('a port of a NodePort is renamed', node, { set: 'port-changed', port: 80, to: { name: 'web' } }),
  edit('a port loses its name', plain, { set: 'port-changed', port: 80, to: { name: '' } }),
  edit('a port goes to another container port', plain, { set: 'port-changed', port: 80, to: { targetPort: 'web' } }),
  edit('a port goes to a wrong name', plain, { set: 'port-changed', port: 80, to: { targetPort: '8080' } }),
  edit('a port gets another number', plain, { set: 'port-changed', port: 80, to: { port: 8081 } }),
  edit('a node port is chosen', node, { set: 'port-changed', port: 80, to: { nodePort: 30_013 } }),
  edit('a node port out of range', node, { set: 'port-changed', port: 80, to: { nodePort: 80 } }),
  edit('a node port above the range', node, { set: 'port-changed', port: 80, to: { nodePort: 40_000 } }),
  edit('a node port is left to the server', node, { set: 'port-changed', port: 80, to: { nodePort: 'auto' } }),
  edit('NodePort with a chosen number', plain, typeTo('NodePort'), {
    set: 'port-changed',
    port: 80,
    to: { nodePort: 30_014 },
  }),
  edit('NodePort with a number out of range', plain, typeTo('NodePort'), {
    set: 'port-changed',
    port: 80,
    to: { nodePort: 1234 },
  }),
  edit('one node port for two ports', { type: 'NodePort', selector, ports }, addPort({ ...https, nodePort: 30_015 }), {
    set: 'port-changed',
    port: 80,
    to: { nodePort: 30_015 },
  }),
  edit('only local from outside', open, { set: 'externalTrafficPolicy', value: 'Local' }),
  edit('no longer only local from outside', balanced, { set: 'externalTrafficPolicy', value: 'Cluster' }),
  edit(
    'only local on a NodePort',
    { type: 'NodePort', selector, ports },
    { set: 'externalTrafficPolicy', value: 'Local' },
  ),
  edit('only local from outside on a ClusterIP', plain, { set: 'externalTrafficPolicy', value: 'Local' }),
  edit('only local inside', plain, { set: 'internalTrafficPolicy', value: 'Local' }),
  edit('sticky', plain, { set: 'sessionAffinity', value: 'ClientIP' }),
  edit('sticky for a while', plain, { set: 'sessionAffinity', value: 'ClientIP', seconds: 60 }),
  edit('sticky for no time', plain, { set: 'sessionAffinity', value: 'ClientIP', seconds: 0 }),
  edit('sticky for too long', plain, { set: 'sessionAffinity', value: 'ClientIP', seconds: 86_401 }),
  edit('sticky no more', { ...plain, sessionAffinity: 'ClientIP' }, { set: 'sessionAffinity', value: 'None' }),
  edit('LoadBalancer with a class', plain, typeTo('LoadBalancer'), {
    set: 'loadBalancerClass',
    value: 'example.com/a',
  }),
  edit('another class', balanced, { set: 'loadBalancerClass', value: 'example.com/other' }),
  edit('a class for the first time', open, { set: 'loadBalancerClass', value: 'example.com/other' }),
  edit('no class any more', balanced, { set: 'loadBalancerClass' }),
  edit('a class that is no name', plain, typeTo('LoadBalancer'), { set: 'loadBalancerClass', value: 'Not a class' }),
  edit('a class on a ClusterIP', plain, { set: 'loadBalancerClass', value: 'example.com/a' }),
  edit('source ranges', open, { set: 'loadBalancerSourceRanges', value: ['192.0.2.0/24', '10.0.0.0/8'] }),
  edit('source ranges with bits too many', open, { set: 'loadBalancerSourceRanges', value: ['10.0.0.1/8'] }),
  edit('source ranges that are none', open, { set: 'loadBalancerSourceRanges', value: ['home'] }),
  edit('no source ranges', balanced, { set: 'loadBalancerSourceRanges', value: [] }),
  edit('an asked address', open, { set: 'loadBalancerIP', value: '192.0.2.7' }),
  edit('no asked address', { ...open, loadBalancerIP: '192.0.2.7' }, { set: 'loadBalancerIP' }),
  edit('LoadBalancer without node ports', plain, typeTo('LoadBalancer'), {
    set: 'allocateLoadBalancerNodePorts',
    value: false,
  }),
  edit('node ports no more', open, { set: 'allocateLoadBalancerNodePorts', value: false }),
  edit('external IPs', plain, { set: 'externalIPs', value: ['192.0.2.9'] }),
  edit('external IPs of this machine', plain, { set: 'externalIPs', value: ['127.0.0.1'] }),
  edit('no external IPs', { ...plain, externalIPs: ['192.0.2.9'] }, { set: 'externalIPs', value: [] }),
  edit('another external name', external, { set: 'externalName', value: 'x.example.org' }),
  edit('an external name that is an address', external, { set: 'externalName', value: '10.0.0.5' }),
  edit('an external name that is a URL', external, { set: 'externalName', value: 'http://db' }),
  edit('an external name with capitals', external, { set: 'externalName', value: 'HOST' }),
  edit('ExternalName without a name', plain, { set: 'type', to: 'ExternalName' }),
  edit('ExternalName without ports to ClusterIP', { type: 'ExternalName', externalName: 'a.b' }, typeTo('ClusterIP')),
  edit('ExternalName without ports to headless', { type: 'ExternalName', externalName: 'a.b' }, typeTo('Headless')),
  edit(
    'ExternalName with a number that it does not have to NodePort',
    { ...external, ports: [{ port: 80, nodePort: 30_016 }] },
    typeTo('NodePort'),
  ),
  edit('not ready ones too', plain, { set: 'publishNotReadyAddresses', value: true }),
  edit(
    'not ready ones no more',
    { ...plain, publishNotReadyAddresses: true },
    { set: 'publishNotReadyAddresses', value: false },
  ),
  edit('PreferDualStack', plain, { set: 'ipFamilyPolicy', value: 'PreferDualStack' }),
  edit('RequireDualStack', plain, { set: 'ipFamilyPolicy', value: 'RequireDualStack' }),
  edit('RequireDualStack and headless', plain, typeTo('Headless'), {
    set: 'ipFamilyPolicy',
    value: 'RequireDualStack',
  }),
  edit('RequireDualStack and headless without a selector', { ports }, typeTo('Headless'), {
    set: 'ipFamilyPolicy',
    value: 'RequireDualStack',
  }),
  edit('headless without a selector to ClusterIP', { clusterIP: 'None', ports }, typeTo('ClusterIP')),
  edit('a selector for a headless one without', { clusterIP: 'None', ports }, { set: 'selector', value: selector }),
  edit('the same zone first', plain, { set: 'trafficDistribution', value: 'PreferSameZone' }),
  edit('an unknown distribution', plain, { set: 'trafficDistribution', value: 'Auto' }),
  edit('another selector', plain, { set: 'selector', value: { app: 'other', tier: 'front' } }),
  edit('no selector', plain, { set: 'selector', value: {} }),
  edit('a selector that is none', plain, { set: 'selector', value: { app: 'not a value!' } }),
  edit('a label', plain, { set: 'label', key: 'team', value: 'shop' }),
  edit('a label that is none', plain, { set: 'label', key: 'team', value: '-' }),
  edit('an annotation', plain, { set: 'annotation', key: 'example.com/a', value: 'b' }),
  edit('LoadBalancer with an annotation', plain, typeTo('LoadBalancer'), {
    set: 'annotation',
    key: 'service.beta.kubernetes.io/aws-load-balancer-scheme',
    value: 'internal',
  }),
  { name: 'ranges by annotation, off', spec: open, metadata: annotated, edits: [typeTo('ClusterIP')] },
  { name: 'ranges by annotation, headless', spec: open, metadata: annotated, edits: [typeTo('Headless')] },
  { name: 'deleted and made anew as headless', spec: plain, edits: [typeTo('Headless')], recreate: true },
  { name: 'deleted and made anew as ClusterIP', spec: headless, edits: [typeTo('ClusterIP')], recreate: true },
  { name: 'deleted and made anew as ExternalName', spec: node, edits: [typeTo('ExternalName')], recreate: true },
];
