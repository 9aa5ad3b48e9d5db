import { pod, service, simple, slice, workload } from '../harness/objects.ts';
import type { Fields } from '../harness/values.ts';
import { kubectl } from './command.ts';
import type { Command, Group } from './command.ts';

const db = [{ name: 'postgres', port: 5432 }];

/** One of each, so that tables have every kind of cell. */
const shop: readonly Fields[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  workload('Deployment', 'web', { replicas: 1 }),
  simple('web', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] }, { labels: { app: 'web', tier: 'front' } }),
  workload('StatefulSet', 'db', { replicas: 1 }),
  simple('db', { clusterIP: 'None', ports: db }),
  simple('lone', { ports: [{ port: 80, targetPort: 8080 }], sessionAffinity: 'ClientIP' }),
  pod('lone'),
  service('out', { type: 'ExternalName', externalName: 'db.example.org' }),
  simple('door', { type: 'NodePort', ports: [{ port: 80, nodePort: 30030 }], selector: { app: 'web' } }),
  simple('edge', { type: 'LoadBalancer', ports: [{ port: 443, nodePort: 30031 }], externalTrafficPolicy: 'Cluster' }),
  simple('quiet', {
    publishNotReadyAddresses: true,
    externalIPs: ['192.0.2.77'],
    trafficDistribution: 'PreferSameZone',
  }),
  service('pinned', { ports: db }),
  slice('pinned', { ports: [{ name: 'postgres', port: 5432 }] }),
].map((object) =>
  object['kind'] === 'Namespace'
    ? object
    : { ...object, metadata: { ...(object['metadata'] as Fields), namespace: 'shop' } },
);

interface Listed {
  readonly items?: readonly { readonly kind: string; readonly metadata: Fields }[];
}

/** Without what is not the test's own, and of pods without what only their kubelet can know. */
function ours(output: unknown): unknown {
  if (Array.isArray(output)) return output.filter((line) => /^(shop |NAMESPACE|$)/.test(String(line)));
  const { items = [], ...list } = output as Listed;
  return {
    ...list,
    items: items
      .filter(({ metadata }) => metadata['namespace'] === 'shop')
      .map(({ metadata, ...rest }) =>
        rest.kind === 'Pod'
          ? { kind: rest.kind, metadata: placeless(metadata) }
          : { metadata: timeless(metadata), ...rest },
      ),
  };
}

/** How many changes a controller makes depends on how fast it hears of those of others. */
function timeless({ generation: _, ...metadata }: Fields): Fields {
  return metadata;
}

/** The scheduler gives a Pod the labels of the zone that it happens to choose. */
function placeless(metadata: Fields): Fields {
  const labels = Object.entries((metadata['labels'] ?? {}) as Fields).filter(([label]) => !label.includes('topology'));
  return { ...metadata, labels: Object.fromEntries(labels) };
}

function lastLine(output: unknown): unknown {
  return (output as readonly string[]).at(-1);
}

function howMany(output: unknown): unknown {
  return (output as readonly string[]).length;
}

const setup: readonly Command[] = [
  kubectl('apply -f -', { input: shop }),
  kubectl('apply -f -', { input: shop }),
  kubectl('rollout status -n shop deployment/web', { see: lastLine }),
  kubectl('rollout status -n shop statefulset/db', { see: lastLine }),
  kubectl('wait -n shop --for=condition=Ready pod/lone --timeout=15s'),
  kubectl('get pods -n shop -o json', {
    see: ours,
    until: /"phase": "Running"[^]*"phase": "Running"[^]*"phase": "Running"/,
  }),
  kubectl('get endpointslices -n shop', { until: /web-\S+ +IPv4 +8080 +\d/, see: howMany }),
];

const looks: readonly Command[] = [
  ...['', ' -o wide', ' -o json', ' -o yaml', ' --show-labels', ' --no-headers'].map((form) =>
    kubectl(`get svc,pods,endpointslices -A${form}`, { see: ours }),
  ),
  kubectl('get svc -n shop'),
  kubectl('get svc -n shop web -o json'),
  kubectl('get svc -n shop web out -o yaml'),
  kubectl('get svc -n shop -l tier=front'),
  kubectl('get svc -n shop -L tier,app'),
  kubectl('get svc -n shop --field-selector metadata.name=door'),
  kubectl('get svc -n shop --sort-by .metadata.name -o name'),
  kubectl('get svc -n shop web -o jsonpath={.spec.ports[0].targetPort}'),
  kubectl("get svc -n shop -o 'custom-columns=NAME:.metadata.name,TYPE:.spec.type,PORT:.spec.ports[*].port'"),
  kubectl('get deployments,replicasets,statefulsets -n shop'),
  kubectl('get deployments,replicasets,statefulsets -n shop -o wide'),
  kubectl('get all -n shop'),
  kubectl('get endpoints -n shop'),
  kubectl('get ns shop'),
  kubectl('get nodes', { until: /Ready/ }),
  kubectl('get ingresses,networkpolicies -n shop'),
  kubectl('get svc --chunk-size=2 -n shop -o name'),
  ...['web', 'db', 'lone', 'out', 'door', 'edge', 'quiet', 'pinned'].map((name) =>
    kubectl(`describe svc -n shop --show-events=false ${name}`),
  ),
  kubectl('describe endpointslices -n shop --show-events=false pinned'),
  kubectl('get svc -n shop gone'),
  kubectl('get svc -n none'),
  kubectl('get nothing -n shop'),
  kubectl('describe svc -n shop gone'),
  kubectl('auth can-i list services -n shop'),
  kubectl('api-resources --api-group=discovery.k8s.io'),
];

const changes: readonly Command[] = [
  kubectl('create service clusterip -n shop c1 --tcp=80:8080'),
  kubectl('create service clusterip -n shop c1 --tcp=80:8080'),
  kubectl('create service clusterip -n shop c2 --clusterip=None'),
  kubectl('create service nodeport -n shop c3 --tcp=80 --node-port=30032'),
  kubectl('create service nodeport -n shop c4 --tcp=80 --node-port=30032'),
  kubectl('create service nodeport -n shop c4 --tcp=80 --node-port=80'),
  kubectl('create service loadbalancer -n shop c5 --tcp=443:8443'),
  kubectl('create service externalname -n shop c6 --external-name=a.example.org'),
  kubectl('create service clusterip -n shop c7 --tcp=80 --dry-run=server -o yaml'),
  kubectl('create service clusterip -n shop c7 --tcp=80 --dry-run=server'),
  kubectl('create service clusterip -n shop Bad --tcp=80'),
  kubectl('create deployment -n shop d1 --image=registry.example/x --replicas=0'),
  kubectl('expose deployment -n shop web --name=e1 --port=80 --target-port=8080'),
  kubectl('expose pod -n shop lone --name=e2 --port=80 --type=NodePort --dry-run=server -o json'),
  kubectl('expose service -n shop web --name=e3 --port=81 --target-port=http -o json'),
  kubectl('expose deployment -n shop gone --port=80'),
  kubectl('get svc -n shop c1 -o json', { keep: 'c1' }),
  kubectl(`patch svc -n shop c1 -p '{"spec":{"type":"NodePort"}}' --dry-run=server -o json`),
  kubectl(`patch svc -n shop c1 -p '{"spec":{"type":"NodePort"}}' --dry-run=server`),
  kubectl(`patch svc -n shop c1 -p '{"spec":{"ports":[{"port":80,"targetPort":9090}]}}' -o json`),
  kubectl(`patch svc -n shop c1 -p '{"spec":{"ports":[{"port":80,"targetPort":9090}]}}'`),
  kubectl(`patch svc -n shop c1 --type=merge -p '{"spec":{"sessionAffinity":"ClientIP"}}'`),
  kubectl(`patch svc -n shop c1 --type=json -p '[{"op":"replace","path":"/spec/type","value":"LoadBalancer"}]'`),
  kubectl(`patch svc -n shop c1 --type=merge -p '{"spec":{"clusterIP":"10.96.0.71"}}'`),
  kubectl(`patch svc -n shop c1 -p '{"spec":{"type":"Nonsense"}}'`),
  kubectl(`patch svc -n shop c1 -p '{"spec":'`),
  kubectl(`patch svc -n shop gone -p '{"spec":{}}'`),
  kubectl(
    `patch svc -n shop c5 --subresource=status --type=merge -p '{"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.9"}]}}}'`,
  ),
  kubectl('get svc -n shop c5'),
  kubectl('replace -f -', { edit: ['c1', { metadata: { labels: { replaced: 'yes' } }, spec: { type: 'ClusterIP' } }] }),
  kubectl('get svc -n shop c1 -o json', { keep: 'now' }),
  kubectl('replace -f -', { edit: ['now', { spec: { type: 'NodePort' } }] }),
  kubectl('replace -f -', { input: simple('gone', {}, { namespace: 'shop' }) }),
  kubectl('label svc -n shop c1 a=b'),
  kubectl('label svc -n shop c1 a=c'),
  kubectl('label svc -n shop c1 a=c --overwrite'),
  kubectl('label svc -n shop c1 a=c'),
  kubectl('label svc -n shop c1 a-'),
  kubectl('label svc -n shop -l app=c2 x=y'),
  kubectl('annotate svc -n shop c1 note=here'),
  kubectl('set selector -n shop svc c1 app=web'),
  kubectl('get svc -n shop c1 --show-labels'),
  kubectl('apply -f -', {
    input: simple(
      'web',
      { type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 30033 }] },
      { namespace: 'shop', labels: { app: 'web' } },
    ),
  }),
  kubectl('apply -f -', { input: simple('bad', { type: 'Some' }, { namespace: 'shop' }) }),
  kubectl('create -f -', {
    input: 'apiVersion: v1\nkind: Service\nmetadata: {name: typo, namespace: shop}\nspec: {prts: [{port: 80}]}',
  }),
  kubectl('create -f -', {
    input: { apiVersion: 'v1', kind: 'List', items: [simple('listed', {}, { namespace: 'shop' })] },
  }),
  kubectl('create -f -', { input: { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } } }),
];

const workloads: readonly Command[] = [
  kubectl('scale -n shop deployment/web --replicas=2'),
  kubectl('scale -n shop deployment/web --replicas=3 --current-replicas=9'),
  kubectl('scale -n shop statefulset/db --replicas=2'),
  kubectl('scale -n shop deployment/gone --replicas=2'),
  kubectl('rollout status -n shop deployment/web', { see: lastLine }),
  kubectl('rollout status -n shop statefulset/db', { see: lastLine }),
  kubectl('get deployments/web statefulsets/db -n shop', { until: /web +2\/2[^]*db +2\/2/ }),
  kubectl('rollout restart -n shop deployment/web'),
  kubectl('rollout restart -n shop deployment/gone'),
  kubectl('rollout status -n shop deployment/web', { see: lastLine }),
  kubectl('rollout history -n shop deployment/web'),
  kubectl('get pods -n shop -l app=web -o name', { until: /^\S+\n\S+\n$/, see: howMany }),
  kubectl('get replicasets -n shop -l app=web', { see: howMany }),
  kubectl('logs -n shop pod/lone --tail=1', { see: howMany }),
  kubectl('logs -n shop statefulset/db --tail=1', { see: howMany }),
  kubectl('logs -n shop gone'),
  kubectl('logs -n shop lone -c none'),
  kubectl('port-forward -n shop svc/web :80', { lines: 3, visit: true }),
  kubectl('port-forward -n shop pod/lone :8080', { lines: 3, visit: true }),
  kubectl('port-forward -n shop pod/gone :80'),
  kubectl('port-forward -n shop svc/web :81'),
  kubectl('port-forward -n shop svc/out :80'),
];

const watched: readonly Command[] = [
  kubectl('get svc -n shop -w', {
    lines: 21,
    during: [
      kubectl('create service clusterip -n shop w1 --tcp=80'),
      kubectl(`patch svc -n shop w1 -p '{"spec":{"type":"NodePort"}}'`),
      kubectl('delete svc -n shop w1'),
    ],
  }),
  kubectl('get svc -n shop -l app=web -w --output-watch-events', {
    lines: 6,
    during: [kubectl('label svc -n shop web tier=back --overwrite'), kubectl('label svc -n shop web app-')],
  }),
];

const ends: readonly Command[] = [
  kubectl('delete svc -n shop c1 c2 --dry-run=server'),
  kubectl('delete svc -n shop c1 c2'),
  kubectl('delete svc -n shop gone'),
  kubectl('delete svc -n shop gone --ignore-not-found'),
  kubectl('delete svc -n shop -l app=c3'),
  kubectl('delete pod -n shop lone --wait=false'),
  kubectl('delete statefulset -n shop db --cascade=orphan'),
  kubectl('get pods -n shop db-0 -o name'),
  kubectl('delete pod -n shop db-0 db-1 --grace-period=0 --force'),
  kubectl('delete deployment -n shop web'),
  kubectl('wait -n shop --for=delete pod -l app=web --timeout=15s', { see: () => undefined }),
  kubectl('get pods -n shop -l app=web'),
  kubectl('delete ns shop --wait=false'),
];

export const groups: readonly Group[] = [
  { commands: setup },
  { commands: looks, atOnce: true },
  { commands: changes },
  { commands: workloads },
  { commands: watched },
  { commands: ends },
];
