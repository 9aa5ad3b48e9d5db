import type { Obj, Service, ServicePort } from '../objects.ts';
import { writtenObjects, type Fixture } from './fixtures.ts';
import type { Json } from './merge-patch.ts';

export interface Mutant {
  readonly name: string;
  readonly fixture: Fixture;
  /** One of these must be among the first finding's proof. */
  readonly fields: readonly string[];
}

/** Everything about a healthy Service that can be broken alone, broken. */
export function mutantsOf(healthy: Fixture): readonly Mutant[] {
  const service = writtenObjects(healthy).find(
    (one): one is Service => one.kind === 'Service' && one.metadata.name === 'web',
  );
  if (!service) throw new Error(`${healthy.name} has no Service`);
  return [
    ...ofSelector(healthy, service),
    ...ofPorts(healthy, service),
    ...ofPods(healthy),
    ...ofSurroundings(healthy, service),
  ];
}

/** `healthy` with one more change to one object. */
function mutant(
  healthy: Fixture,
  name: string,
  { key, patch, fields }: { key: string; patch: Json; fields: readonly string[] },
): Mutant {
  const before = healthy.change?.[key];
  const merged = before ? overlay(before, patch) : patch;
  return {
    name: `${healthy.name}: ${name}`,
    fixture: { ...healthy, change: { ...healthy.change, [key]: merged } },
    fields,
  };
}

/** Two merge patches as one: nulls are kept. */
function overlay(first: Json, second: Json): Json {
  const both = Object.entries(second).map(([key, value]) => {
    const before = first[key];
    return [key, isObject(before) && isObject(value) ? overlay(before, value) : value] as const;
  });
  return { ...first, ...Object.fromEntries(both) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Slips of a hand, for texts of at least three letters. */
function slips(text: string): readonly (readonly [string, string])[] {
  const middle = Math.floor(text.length / 2);
  return [
    ['a letter doubled', text.slice(0, middle) + text.charAt(middle) + text.slice(middle)],
    ['a letter dropped', text.slice(0, middle) + text.slice(middle + 1)],
    [
      'two letters swapped',
      text.slice(0, middle - 1) + text.charAt(middle) + text.charAt(middle - 1) + text.slice(middle + 1),
    ],
    ['upper case', text.toUpperCase()],
    ['something else', 'quite-something-else'],
  ].flatMap(([name = '', wrong = '']) => (wrong === text ? [] : [[name, wrong] as const]));
}

function ofSelector(healthy: Fixture, { spec }: Service): readonly Mutant[] {
  return Object.entries(spec.selector ?? {}).flatMap(([key, value]) => {
    const say = (name: string, selector: Json, fields: readonly string[]): Mutant =>
      mutant(healthy, `selector ${key}, ${name}`, { key: 'Service/web', patch: { spec: { selector } }, fields });
    const values = slips(value).map(([name, wrong]) =>
      say(`value with ${name}`, { [key]: wrong }, [`spec.selector.${key}`]),
    );
    const keys = slips(key).map(([name, wrong]) =>
      say(`key with ${name}`, { [key]: null, [wrong]: value }, [`spec.selector.${wrong}`]),
    );
    const pods = slips(value).map(([name, wrong]) =>
      mutant(healthy, `label ${key} with ${name}`, {
        key: 'Deployment/web',
        patch: { spec: { template: { metadata: { labels: { [key]: wrong } } } } },
        fields: [`metadata.labels.${key}`, `spec.selector.${key}`],
      }),
    );
    return [...values, ...keys, ...pods, say('an extra pair', { colour: 'green' }, ['spec.selector.colour'])];
  });
}

function ofPorts(healthy: Fixture, { spec }: Service): readonly Mutant[] {
  const ports = spec.ports ?? [];
  const change = (index: number, name: string, to: Partial<ServicePort>): Mutant => {
    const list = ports.map((port, at) => (at === index ? { ...port, ...to } : port));
    const fields = [`spec.ports[${index}]`];
    return mutant(healthy, `port ${index}, ${name}`, { key: 'Service/web', patch: { spec: { ports: list } }, fields });
  };
  return ports.flatMap((port, index) => {
    const other = port.protocol === 'UDP' ? 'TCP' : 'UDP';
    const numbers = typeof port.targetPort === 'number' ? [9999, 8081] : [9999, port.port === 8080 ? 8088 : port.port];
    const isOnly = ports.length === 1;
    return [
      ...(typeof port.targetPort === 'string'
        ? slips(port.targetPort).map(([name, wrong]) => change(index, `targetPort with ${name}`, { targetPort: wrong }))
        : []),
      change(index, 'a name that nobody has', { targetPort: 'nobody' }),
      change(index, 'quoted', { targetPort: '8080' }),
      change(index, `over ${other}`, { protocol: other }),
      ...(isOnly ? numbers.map((target) => change(index, `to ${target}`, { targetPort: target })) : []),
      ...(port.nodePort === undefined ? [] : [change(index, 'to its node port', { targetPort: port.nodePort })]),
    ];
  });
}

function ofPods(healthy: Fixture): readonly Mutant[] {
  const status = (waiting: Json, more: Json = {}): Json => ({
    status: {
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
      ],
      containerStatuses: [{ name: 'main', ready: false, started: true, state: waiting, ...more }],
    },
  });
  const crash = status(
    { waiting: { reason: 'CrashLoopBackOff' } },
    { lastState: { terminated: { reason: 'Error', exitCode: 1 } } },
  );
  const states: readonly (readonly [string, Json, string])[] = [
    ['crashing', crash, 'status.containerStatuses[main]'],
    [
      'without their image',
      status({ waiting: { reason: 'ErrImagePull' } }),
      'status.containerStatuses[main].state.waiting',
    ],
    [
      'without their Secret',
      status({ waiting: { reason: 'CreateContainerConfigError' } }),
      'status.containerStatuses[main].state.waiting',
    ],
    ['not ready', status({ running: {} }), 'status.containerStatuses[main].ready'],
    ['finished', { status: { phase: 'Failed', reason: 'Evicted' } }, 'status.phase'],
    ['terminating', { metadata: { deletionTimestamp: '2026-11-21T11:59:00Z' } }, 'metadata.deletionTimestamp'],
    [
      'not scheduled',
      {
        spec: { nodeName: null },
        status: {
          phase: 'Pending',
          podIPs: null,
          conditions: [{ type: 'PodScheduled', status: 'False', message: 'no room' }],
        },
      },
      'status.conditions[PodScheduled]',
    ],
    ['on a node that is not there', { spec: { nodeName: 'node-9' } }, 'spec.nodeName'],
    [
      'shut by a gate',
      {
        spec: { readinessGates: [{ conditionType: 'x/y' }] },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      },
      'status.conditions[x/y]',
    ],
  ];
  return states.map(([name, patch, field]) =>
    mutant(healthy, `Pods ${name}`, { key: 'Pod/*', patch, fields: [field] }),
  );
}

function ofSurroundings(healthy: Fixture, { spec }: Service): readonly Mutant[] {
  const ofService = (name: string, patch: Json, fields: readonly string[]): Mutant =>
    mutant(healthy, name, { key: 'Service/web', patch, fields });
  const add = (name: string, object: Obj, fields: readonly string[]): Mutant => ({
    name: `${healthy.name}: ${name}`,
    fixture: { ...healthy, add: [...(healthy.add ?? []), object] },
    fields,
  });
  const deny = {
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
  const hasPolicy = (healthy.add ?? []).some(({ kind }) => kind === 'NetworkPolicy');
  const route = {
    kind: 'HTTPRoute',
    metadata: { name: 'x', namespace: 'shop' },
    spec: { rules: [{ backendRefs: [{ name: 'web', port: 1 }] }] },
  };
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  return [
    ofService('no selector', { spec: { selector: null } }, ['spec.selector']),
    ofService('IPv6 only', { spec: { ipFamilies: ['IPv6'] } }, ['spec.ipFamilies']),
    ofService('another proxy', { metadata: { labels: { 'service.kubernetes.io/service-proxy-name': 'x' } } }, [
      'metadata.labels',
    ]),
    mutant(healthy, 'scaled to zero', {
      key: 'Deployment/web',
      patch: { spec: { replicas: 0 } },
      fields: ['spec.replicas'],
    }),
    mutant(healthy, 'paused', { key: 'Deployment/web', patch: { spec: { paused: true } }, fields: ['spec.paused'] }),
    mutant(healthy, 'slices gone', {
      key: 'EndpointSlice/web-1',
      patch: { endpoints: [] },
      fields: ['status.conditions[Ready]'],
    }),
    ...(spec.clusterIP === 'None'
      ? []
      : [
          mutant(healthy, 'slices headless', {
            key: 'EndpointSlice/web-1',
            patch: { metadata: { labels: { 'service.kubernetes.io/headless': '' } } },
            fields: ['metadata.labels'],
          }),
        ]),
    ...(hasPolicy ? [] : [add('a policy that denies', deny, ['spec.ingress', 'spec.podSelector'])]),
    add('a route to a port that is not there', route, ['spec.rules']),
    ...(isOutside
      ? [
          ofService(
            'a class nobody takes',
            {
              spec: { type: 'LoadBalancer', loadBalancerClass: 'x/y' },
              metadata: { creationTimestamp: '2026-11-20T09:00:00Z' },
              status: { loadBalancer: null },
            },
            ['spec.loadBalancerClass'],
          ),
        ]
      : []),
    ...(isOutside
      ? [
          ofService('an address as its name', { spec: { type: 'ExternalName', externalName: '10.0.0.5' } }, [
            'spec.externalName',
          ]),
        ]
      : []),
  ];
}
