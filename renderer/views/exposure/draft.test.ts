import { expect, it } from 'vitest';
import { isTypeAlone, isWhole, wishOf, type Draft } from './draft.ts';
import { newPort, noPorts } from './form/ports.ts';
import { serviceNow } from './form/service-now.ts';

const now = serviceNow({
  metadata: { labels: { app: 'web', tier: 'front' }, annotations: { note: 'kept' } },
  spec: {
    type: 'NodePort',
    externalTrafficPolicy: 'Cluster',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    selector: { app: 'web' },
    ports: [
      { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 },
      { name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns', nodePort: 30053 },
    ],
  },
});
const edits = (draft: Draft) => wishOf(draft, now)?.edits;

it('asks for nothing while nothing is drafted, or all is as it is', () => {
  expect(edits({})).toBeUndefined();
  expect(edits({ recreate: true })).toBeUndefined();
  expect(
    edits({
      fields: { externalTrafficPolicy: 'Cluster', timeoutSeconds: '600' },
      ports: { ...noPorts, changed: { '80/TCP': { port: '80' } } },
      selector: { app: 'web' },
      labels: { app: 'web' },
      annotations: { gone: undefined },
    }),
  ).toBeUndefined();
});

it('asks for a type, the name that it leads to, and the way, also before the Service is known', () => {
  expect(wishOf({ to: 'NodePort' }, undefined)).toEqual({ edits: [{ set: 'type', to: 'NodePort' }] });
  expect(edits({ to: 'ExternalName', externalName: 'db.example.com' })).toEqual([
    { set: 'type', to: 'ExternalName', externalName: 'db.example.com' },
  ]);
  expect(wishOf({ to: 'Headless', recreate: true }, now)).toMatchObject({ recreate: true });
});

it('asks for the fields that differ, each in its own shape', () => {
  expect(
    edits({
      fields: {
        externalTrafficPolicy: 'Local',
        trafficDistribution: 'PreferSameZone',
        publishNotReadyAddresses: 'true',
        externalIPs: '198.51.100.1, 198.51.100.2\n',
        loadBalancerClass: 'example.com/lb',
        ipFamilyPolicy: 'PreferDualStack',
      },
    }),
  ).toEqual([
    { set: 'externalTrafficPolicy', value: 'Local' },
    { set: 'trafficDistribution', value: 'PreferSameZone' },
    { set: 'publishNotReadyAddresses', value: true },
    { set: 'loadBalancerClass', value: 'example.com/lb' },
    { set: 'externalIPs', value: ['198.51.100.1', '198.51.100.2'] },
    { set: 'ipFamilyPolicy', value: 'PreferDualStack' },
  ]);
});

it('keeps affinity and its timeout together', () => {
  expect(edits({ fields: { timeoutSeconds: '60' } })).toEqual([
    { set: 'sessionAffinity', value: 'ClientIP', seconds: 60 },
  ]);
  expect(edits({ fields: { sessionAffinity: 'None' } })).toEqual([{ set: 'sessionAffinity', value: 'None' }]);
});

it('changes, removes and adds ports one by one', () => {
  const ports = {
    changed: { '80/TCP': { nodePort: '', targetPort: 'web' } },
    removed: ['53/UDP'],
    added: [{ ...newPort, name: 'tls', port: '443', nodePort: '30443' }],
  };
  expect(edits({ ports })).toEqual([
    { set: 'port-changed', port: 80, protocol: 'TCP', to: { targetPort: 'web', nodePort: 'auto' } },
    { set: 'port-removed', port: 53, protocol: 'UDP' },
    { set: 'port-added', port: { name: 'tls', protocol: 'TCP', port: 443, nodePort: 30443 } },
  ]);
});

it('changes labels and annotations by key, and leaves all others to whoever sets them', () => {
  expect(edits({ labels: { tier: undefined, team: 'sea' }, annotations: { note: 'new' } })).toEqual([
    { set: 'label', key: 'tier' },
    { set: 'label', key: 'team', value: 'sea' },
    { set: 'annotation', key: 'note', value: 'new' },
  ]);
});

it('knows numbers that are none', () => {
  expect(isWhole({ fields: { timeoutSeconds: '1h' } })).toBe(false);
  expect(isWhole({ ports: { ...noPorts, added: [{ ...newPort, port: 'http' }] } })).toBe(false);
  expect(isWhole({ ports: { ...noPorts, changed: { '80/TCP': { nodePort: '' } } } })).toBe(true);
});

it('takes only a bare type for planned beforehand', () => {
  expect(isTypeAlone({ to: 'NodePort', recreate: false })).toBe(true);
  expect(isTypeAlone({ to: 'Headless', recreate: true })).toBe(false);
  expect(isTypeAlone({ to: 'ExternalName', externalName: 'a.b' })).toBe(false);
  expect(isTypeAlone({})).toBe(false);
});
