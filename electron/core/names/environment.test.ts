import { describe, expect, test } from 'vitest';
import type { Pod } from '../kube/objects.ts';
import { webPod, webService } from '../testing/service-samples.ts';
import { environment, envGap } from './environment.ts';

describe('environment', () => {
  test('has the host, the ports by name, and the links of each port, in kubelet’s order', () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'dns-udp', port: 53, protocol: 'UDP' },
    ] as const;
    const service = webService({ ports }, { metadata: { ...webService().metadata, name: 'web-api' } });
    expect(environment(service).map(({ name, value }) => `${name}=${value}`)).toEqual([
      'WEB_API_SERVICE_HOST=10.96.0.1',
      'WEB_API_SERVICE_PORT=80',
      'WEB_API_SERVICE_PORT_HTTP=80',
      'WEB_API_SERVICE_PORT_DNS_UDP=53',
      'WEB_API_PORT=tcp://10.96.0.1:80',
      'WEB_API_PORT_80_TCP=tcp://10.96.0.1:80',
      'WEB_API_PORT_80_TCP_PROTO=tcp',
      'WEB_API_PORT_80_TCP_PORT=80',
      'WEB_API_PORT_80_TCP_ADDR=10.96.0.1',
      'WEB_API_PORT_53_UDP=udp://10.96.0.1:53',
      'WEB_API_PORT_53_UDP_PROTO=udp',
      'WEB_API_PORT_53_UDP_PORT=53',
      'WEB_API_PORT_53_UDP_ADDR=10.96.0.1',
    ]);
  });

  test('puts an IPv6 address into brackets where a port follows', () => {
    const made = environment(webService({ clusterIP: 'fd00::5', ports: [{ port: 80 }] }));
    expect(made.map(({ value }) => value)).toEqual(expect.arrayContaining(['fd00::5', 'tcp://[fd00::5]:80']));
  });

  test.each([
    ['headless', { clusterIP: 'None' }],
    ['ExternalName', { type: 'ExternalName', clusterIP: '' }],
    ['no address yet', { clusterIP: '' }],
  ] as const)('has none: %s', (_, spec) => {
    expect(environment(webService(spec))).toEqual([]);
  });
});

describe('envGap', () => {
  const created = Date.parse('2026-11-01T00:00:00Z');
  const running = (...seconds: readonly number[]): Pod =>
    webPod('a', {
      containerStatuses: seconds.map((second, index) => ({
        name: `c${index}`,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: new Date(created + second * 1000).toISOString() } },
      })),
    });
  const unlinked: Pod = { ...running(5), spec: { enableServiceLinks: false } };

  test.each([
    ['started after it', running(5), undefined],
    ['started in the same second', running(0), undefined],
    ['started before it', running(-1), 'older'],
    ['one container did not start again', running(5, -60), 'older'],
    ['asked for no variables', unlinked, 'links-off'],
    ['runs no container', running(), undefined],
  ])('%s', (_, pod, why) => {
    expect(envGap(pod, webService(), undefined)?.why).toBe(why);
  });

  test('tells Pods that started before the last change from those after it', () => {
    const changed = created + 10_000;
    expect(envGap(running(5), webService(), changed)).toMatchObject({ pod: 'a', why: 'changed' });
    expect(envGap(running(15), webService(), changed)).toBeUndefined();
  });

  test('the API server is told to all Pods, whatever they asked for', () => {
    const { metadata } = webService();
    const kubernetes = webService({}, { metadata: { ...metadata, namespace: 'default', name: 'kubernetes' } });
    expect(envGap(unlinked, kubernetes, undefined)).toBeUndefined();
  });
});
