import { spawn } from 'node:child_process';
import type { Resolver } from 'node:dns/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DnsRecord, EnvVariable, ServiceNames } from '../../shared/model/names.ts';
import type { Bed } from '../cluster/bed.ts';
import { startCoredns, type Coredns, type CorednsOptions } from '../cluster/coredns.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { applySamples } from '../cluster/samples.ts';
import { deployment, http, namespaceOf, pod, service, slice } from '../cluster/samples/builders.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { portolan } from './portolan.ts';

const ns = 'naming';
const selector = { app: 'peer' };

/** The kinds of Service that the samples lack. */
const more: readonly KubeObject[] = [
  namespaceOf(ns),
  deployment([ns, 'peer'], {
    replicas: 2,
    ports: [
      http,
      { name: 'dns', containerPort: 5353, protocol: 'UDP' },
      { name: 'sig', containerPort: 3868, protocol: 'SCTP' },
    ],
  }),
  pod([ns, 'named'], { labels: { app: 'named' }, spec: { hostname: 'first', subdomain: 'named' } }),
  service([ns, 'named'], { clusterIP: 'None', selector: { app: 'named' }, ports: [{ port: 8080 }] }),
  service([ns, 'peers'], { clusterIP: 'None', selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),
  service([ns, 'peers-dual'], {
    clusterIP: 'None',
    ipFamilyPolicy: 'RequireDualStack',
    selector,
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  }),
  service([ns, 'portless'], { clusterIP: 'None', selector }),
  service([ns, 'nobody'], { clusterIP: 'None', selector: { app: 'nobody' }, ports: [{ port: 80 }] }),
  service([ns, 'by-hand'], { clusterIP: 'None', ports: [{ name: 'db', port: 5432 }] }),
  slice([ns, 'by-hand-1'], {
    service: 'by-hand',
    ports: [{ name: 'db', port: 5432, protocol: 'TCP' }],
    endpoints: [{ addresses: ['192.0.2.7'], hostname: 'old-db' }, { addresses: ['192.0.2.8'] }],
  }),
  service([ns, 'all-protocols'], {
    selector,
    ports: [
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, targetPort: 'http', protocol: 'TCP' },
      { name: 'sig', port: 3868, targetPort: 'sig', protocol: 'SCTP' },
    ],
  }),
  service([ns, '1st-with-digit'], { selector, ports: [{ port: 80, targetPort: 'http' }] }),
  service([ns, 'alias'], { type: 'ExternalName', externalName: 'db.example.org' }),
  service([ns, 'alias-inside'], { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local.' }),
  service([ns, 'alias-address'], { type: 'ExternalName', externalName: '192.0.2.9' }),
];

const setups: readonly (readonly [string, CorednsOptions])[] = [
  ['as kubeadm sets it', { domain: 'cluster.local', settings: ['pods insecure', 'ttl 30'] }],
  ['another domain, Pod names', { domain: 'k8s.corp', settings: ['pods verified', 'endpoint_pod_names'] }],
];

type Said = Pick<ServiceNames, 'namespace' | 'name' | 'dns' | 'records' | 'env' | 'absent' | 'pods'>;

async function ask(bed: Bed, args: readonly string[] = ['-A']): Promise<readonly Said[]> {
  const { stdout, stderr, code } = await portolan(['names', ...args, '-o', 'json', '--kubeconfig', bed.kubeconfig]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout) as readonly Said[];
}

/** What the real DNS says to one name, in the words of the record. */
async function resolved(resolver: Resolver, { type, name }: DnsRecord): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'PTR':
      return resolver.reverse(name);
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(({ port, name: target }) => `${port} ${target}`);
  }
}

/** The records that the DNS answers otherwise, as lines. Of an address the answers may be several: it has more names. */
async function wrong(resolver: Resolver, records: readonly DnsRecord[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const record of records) {
    const answer = await resolved(resolver, record).catch((error: unknown) => [String(error)]);
    const said = [...new Set(answer)].sort();
    const isRight =
      record.type === 'PTR'
        ? record.values.every((value) => said.includes(value))
        : JSON.stringify(said) === JSON.stringify([...record.values].sort());
    if (!isRight) lines.push(`${record.type} ${record.name}: ${said.join(', ')}, not ${record.values.join(', ')}`);
  }
  return lines;
}

describe.skipIf(noCluster)('names, against a real CoreDNS and kubelet’s own code', () => {
  const own = useOwnBed({}, async (bed) => {
    await applySamples(bed);
    await bed.apply(more);
    await bed.waitForPods(ns, 3);
    await bed.waitForEndpoints(ns, 'peers', { ready: 2 });
    await bed.waitForEndpoints(ns, 'named', { ready: 1 });
  });

  describe.each(setups)('%s', (_, options) => {
    let dns: Coredns | undefined;
    let said: readonly Said[] = [];
    // The first time CoreDNS is built.
    beforeAll(async () => {
      dns = await startCoredns(own.bed, options);
      const configMap = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace: 'kube-system', name: 'coredns' },
      };
      await own.bed.apply([{ ...configMap, data: { Corefile: dns.corefile } }]);
      said = await ask(own.bed);
    }, 400_000);
    afterAll(() => dns?.[Symbol.asyncDispose]());

    test('every name, SRV, CNAME and PTR shown is what the DNS answers', async () => {
      const records = said.flatMap((one) => one.records);
      expect(said.every(({ dns: { domain, source } }) => domain === options.domain && source === 'coredns')).toBe(true);
      expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['A', 'AAAA', 'SRV', 'CNAME', 'PTR']));
      expect(new Set(records.map(({ of }) => of)).size).toBe(5);
      expect(records.length).toBeGreaterThan(200);
      expect(dns && (await wrong(dns.resolver, records))).toEqual([]);
    });

    test('none that the DNS has is missing', async () => {
      const shown = new Set(
        said.flatMap(({ records }) =>
          records.flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${value}`)),
        ),
      );
      const known = ((await dns?.dump()) ?? []).filter((line) => !/ (SOA|NS) |^ns\.dns\./.test(line));
      expect(known.length).toBeGreaterThan(100);
      expect(known.filter((line) => !shown.has(line))).toEqual([]);
    });

    test('what is said to have no name has none', async () => {
      const nameless = said.filter(({ absent }) => absent !== undefined);
      expect(nameless.map(({ name }) => name)).toEqual(expect.arrayContaining(['nobody', 'alias-address']));
      for (const { name, namespace } of nameless) {
        await expect(dns?.resolver.resolveAny(`${name}.${namespace}.svc.${options.domain}`)).rejects.toThrow();
      }
    });
  });

  test('environment variables are those that kubelet’s code makes: names, order, values', async () => {
    const listed = await own.bed.kubectl(['get', 'services', '-A', '-o', 'json']);
    const services = (JSON.parse(listed) as { items: readonly KubeObject[] }).items;
    const kubelet = spawn(own.bed.binary, ['envvars'], { stdio: ['pipe', 'pipe', 'inherit'] });
    kubelet.stdin.end(listed);
    const made = JSON.parse(await text(kubelet.stdout)) as readonly (readonly EnvVariable[] | null)[];
    const said = new Map((await ask(own.bed)).map((one) => [`${one.namespace}/${one.name}`, one.env]));
    expect(said.size).toBe(services.length);
    for (const [index, { metadata }] of services.entries()) {
      const key = `${metadata.namespace ?? ''}/${metadata.name}`;
      expect({ key, env: said.get(key) }).toEqual({ key, env: made[index] ?? [] });
    }
    expect(made.flat().length).toBeGreaterThan(150);
  });

  test('says which Pods started before the Service was there, asked for no variables, or have old ones', async () => {
    const { bed } = own;
    const plain = { labels: { app: 'client' } };
    await bed.apply([
      namespaceOf('clients'),
      pod(['clients', 'early'], plain),
      pod(['clients', 'without'], { ...plain, spec: { enableServiceLinks: false } }),
    ]);
    await bed.waitForPods('clients', 2);
    const secondPassed = (since: number): Promise<true> => waitFor('the next second', () => Date.now() > since + 1100);
    await secondPassed(Date.now());
    await bed.apply([service(['clients', 'late'], { selector: { app: 'client' }, ports: [{ port: 80 }] })]);
    await secondPassed(Date.now());
    await bed.apply([pod(['clients', 'after'], plain)]);
    await bed.waitForPods('clients', 3);
    const gaps = async () => (await ask(bed, ['-n', 'clients', 'svc/late']))[0]?.pods;
    const before = await gaps();
    expect(before?.running).toBe(3);
    expect(before?.without.map(({ pod: name, why }) => `${name} ${why}`)).toEqual(['early older', 'without links-off']);
    await secondPassed(Date.now());
    await bed.kubectl([
      '-n',
      'clients',
      'patch',
      'service',
      'late',
      '-p',
      '{"spec":{"ports":[{"port":80,"targetPort":81}]}}',
    ]);
    expect((await gaps())?.without.find(({ pod: name }) => name === 'after')?.why).toBe('changed');
  });
});
