import type { FakeApi } from '../../electron/core/testing/fake-api.ts';

/** Would leave `hostile` behind in the page, were any of it more than text there. */
const SCRIPTS = [
  '<script>globalThis.hostile = 1</script>',
  '<img src=x onerror="globalThis.hostile = 1">',
  '"><svg onload="globalThis.hostile = 1">',
  "{@html '<b>'}${globalThis.hostile = 1}",
].join('');
/** Would clear a terminal, rename it and write to its clipboard. */
const SEQUENCES = '\u001b[2J\u001b]0;root@prod\u0007\u001b]52;c;cm0gLXJmIC8=\u0007\u009b31m';
/** Would read as something else than it is. */
const TURNED = 'gpj.\u202etxt.exe\u202c\u2067edis eht\u2069';
const HOSTILE = `${SCRIPTS}${SEQUENCES}${TURNED}`;
const MEGABYTE = 'M'.repeat(1024 * 1024);
const LINK = 'javascript:globalThis.hostile=1';

/** Keys that objects have from birth. JSON has them as keys like any others. */
const fromBirth = (text: string): Readonly<Record<string, string>> =>
  JSON.parse(
    JSON.stringify({ constructor: text, toString: text }).replace('{', `{"__proto__":{"hostile":"1"},`),
  ) as Record<string, string>;

/** What no screen and no terminal may be given. */
// eslint-disable-next-line no-control-regex -- what is looked for are control characters
export const COMMANDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export const HOSTILE_POD = 'web-0';
export const HOSTILE_SERVICE = 'web';

/**
 * What a cluster in foreign hands could answer: the Service `shop/web` with a text that is more than text in every field
 * that takes one, and others with names that no real server would let be.
 */
export function putHostileObjects(api: FakeApi): void {
  const notes = { ...fromBirth(HOSTILE), note: HOSTILE, [HOSTILE]: HOSTILE, long: MEGABYTE };
  const labels = { ...fromBirth('web'), app: 'web', 'kubernetes.io/service-name': HOSTILE_SERVICE };
  const ports = [{ name: HOSTILE, port: 80, targetPort: HOSTILE, protocol: 'TCP', appProtocol: HOSTILE }];
  const addresses = { clusterIP: HOSTILE, clusterIPs: [HOSTILE], externalIPs: [LINK] };
  const condition = { type: HOSTILE, status: 'False', reason: HOSTILE, message: MEGABYTE };
  api.objects.put('services', {
    metadata: { namespace: 'shop', name: HOSTILE_SERVICE, labels, annotations: notes, finalizers: [HOSTILE] },
    spec: { type: 'LoadBalancer', ports, selector: fromBirth('web'), ...addresses, loadBalancerClass: HOSTILE },
    status: { loadBalancer: { ingress: [{ hostname: LINK }, { ip: HOSTILE }] }, conditions: [condition] },
  });
  api.objects.put('services', {
    metadata: { namespace: 'shop', name: 'elsewhere' },
    spec: { type: 'ExternalName', externalName: LINK },
  });
  for (const name of ['__proto__', HOSTILE, `a${MEGABYTE}`]) {
    api.objects.put('services', { metadata: { namespace: '__proto__', name }, spec: { type: HOSTILE, ports } });
    api.objects.put('namespaces', { metadata: { name } });
    api.objects.put('nodes', { metadata: { name, labels }, status: { conditions: [condition] } });
  }
  api.objects.put('pods', {
    metadata: { namespace: 'shop', name: HOSTILE_POD, labels },
    spec: { nodeName: HOSTILE, containers: [{ name: HOSTILE, image: HOSTILE, ports }] },
    status: {
      phase: 'Running',
      message: MEGABYTE,
      conditions: [{ ...condition, type: 'Ready' }],
      containerStatuses: [
        {
          name: HOSTILE,
          image: HOSTILE,
          ready: false,
          restartCount: 9,
          state: { waiting: { reason: HOSTILE, message: MEGABYTE } },
        },
      ],
    },
  });
  api.objects.put('endpointslices', {
    metadata: { namespace: 'shop', name: HOSTILE, labels },
    addressType: 'IPv4',
    ports,
    endpoints: [
      {
        addresses: [HOSTILE],
        conditions: { ready: true },
        hostname: HOSTILE,
        nodeName: HOSTILE,
        zone: HOSTILE,
        targetRef: { kind: 'Pod', namespace: 'shop', name: HOSTILE_POD },
      },
    ],
  });
  for (const [name, message] of Object.entries({ hostile: HOSTILE, long: MEGABYTE })) {
    api.objects.put('events', {
      metadata: { namespace: 'shop', name },
      involvedObject: { kind: 'Service', namespace: 'shop', name: HOSTILE_SERVICE },
      type: 'Warning',
      reason: HOSTILE,
      message,
      lastTimestamp: '2026-11-01T00:00:00Z',
      source: { component: HOSTILE },
    });
  }
  api.logs.set(`shop/${HOSTILE_POD}`, `first\n${HOSTILE}\n${MEGABYTE}\nlast\n`);
}
