import { describe, expect, test } from 'vitest';
import { exposed } from '../exposure/testing/facts.ts';
import { proposalFor } from './workloads.ts';

const container = (...ports: readonly object[]) => ({ name: 'app', ports });
const template = (labels: object, ...containers: readonly object[]) => ({ metadata: { labels }, spec: { containers } });

describe('a Service proposed for a workload', () => {
  test('leads to what a Deployment selects, and to its named ports by their names', () => {
    const spec = {
      selector: { matchLabels: { app: 'web' } },
      template: template({ app: 'web', tier: 'front' }, container({ containerPort: 8080, name: 'http' })),
    };
    expect(proposalFor({ kind: 'Deployment', name: 'web' }, { spec })).toEqual({
      name: 'web',
      type: 'ClusterIP',
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }],
      selector: { app: 'web' },
    });
  });

  test('is the headless one that a StatefulSet asks for, as long as that is missing', () => {
    const spec = {
      serviceName: 'db-pods',
      selector: { matchLabels: { app: 'db' } },
      template: template({ app: 'db' }),
    };
    const workload = { kind: 'StatefulSet', name: 'db' } as const;
    expect(proposalFor(workload, { spec })).toMatchObject({ name: 'db-pods', type: 'Headless' });
    const there = exposed({ metadata: { name: 'db-pods' } });
    expect(proposalFor(workload, { spec }, [there])).toMatchObject({ name: 'db', type: 'ClusterIP' });
  });

  test('asks a Pod for no label that its controller gave to it alone', () => {
    const labels = { app: 'web', 'pod-template-hash': 'abc', 'apps.kubernetes.io/pod-index': '0' };
    const pod = { metadata: { labels }, spec: { containers: [] } };
    expect(proposalFor({ kind: 'Pod', name: 'a.b' }, pod)).toMatchObject({ name: 'a-b', selector: { app: 'web' } });
  });

  test('names several ports, also those of sidecars, and counts each once', () => {
    const spec = {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [container({ containerPort: 53, protocol: 'UDP' }, { containerPort: 53, protocol: 'TCP' })],
          initContainers: [
            { restartPolicy: 'Always', ports: [{ containerPort: 9090, name: 'metrics' }, { containerPort: 53 }] },
            { ports: [{ containerPort: 1 }] },
          ],
        },
      },
    };
    const { ports } = proposalFor({ kind: 'DaemonSet', name: 'dns' }, { spec });
    expect(ports.map(({ name, port, protocol }) => `${name ?? ''} ${port}/${protocol ?? ''}`)).toEqual([
      'udp-53 53/UDP',
      'tcp-53 53/TCP',
      'metrics 9090/TCP',
    ]);
  });
});
