import { join } from 'node:path';
import { layout } from './layout.ts';
import type { BedPorts } from './layout.ts';
import { startProgram } from './process.ts';
import type { Program } from './process.ts';

export interface ProgramSettings {
  /** `false` makes watches and lists read etcd, where `compact()` shows at once. */
  readonly watchCache?: boolean;
  /** Seconds: watches end after one to two times this. */
  readonly minRequestTimeout?: number;
  /** Service addresses of IPv4 alone. */
  readonly singleStack?: boolean;
  /** Nobody makes, places or runs Pods, or tidies up: but for the slices, all is and stays as a test writes it. */
  readonly byHand?: boolean;
  /** Settings for thousands of objects. */
  readonly large?: boolean;
}

export type ProgramName = 'etcd' | 'apiserver' | 'controllers' | 'scheduler' | 'kwok' | 'kubelet';

export function launch(name: ProgramName, at: LaunchSite): Program {
  return startProgram({
    name,
    binary: at.binary,
    args: argsOf[name](at),
    log: join(layout(at.dir).logs, `${name}.log`),
  });
}

export interface LaunchSite {
  readonly binary: string;
  readonly dir: string;
  readonly ports: BedPorts;
  readonly settings: ProgramSettings;
}

const argsOf: Readonly<Record<ProgramName, (at: LaunchSite) => string[]>> = {
  etcd: ({ dir, ports }) => {
    const client = `http://127.0.0.1:${ports.etcd}`;
    const peer = `http://127.0.0.1:${ports.etcdPeer}`;
    return [
      ...['--data-dir', layout(dir).etcd, '--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
      ...['--unsafe-no-fsync', '--log-level', 'warn'],
    ];
  },
  apiserver: ({ dir, ports, settings }) => {
    const pki = (file: string): string => join(layout(dir).pki, file);
    return [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      `--secure-port=${ports.api}`,
      '--bind-address=127.0.0.1',
      // Nothing dials it; a loopback address could not stand in the `kubernetes` Service's EndpointSlice.
      '--advertise-address=10.0.0.10',
      `--tls-cert-file=${pki('server.crt')}`,
      `--tls-private-key-file=${pki('server.key')}`,
      `--client-ca-file=${pki('ca.crt')}`,
      `--token-auth-file=${layout(dir).tokens}`,
      '--authorization-mode=RBAC',
      `--service-cluster-ip-range=10.96.0.0/16${settings.singleStack ? '' : ',fd00:96::/112'}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki('sa.pub')}`,
      `--service-account-signing-key-file=${pki('sa.key')}`,
      '--disable-admission-plugins=ServiceAccount',
      '--kubelet-preferred-address-types=InternalDNS,InternalIP',
      ...(settings.watchCache === false ? ['--watch-cache=false'] : []),
      ...(settings.minRequestTimeout === undefined ? [] : [`--min-request-timeout=${settings.minRequestTimeout}`]),
      ...(settings.large ? ['--enable-priority-and-fairness=false'] : []),
    ];
  },
  controllers: ({ dir, settings }) => [
    `--kubeconfig=${layout(dir).admin}`,
    `--service-account-private-key-file=${join(layout(dir).pki, 'sa.key')}`,
    `--root-ca-file=${join(layout(dir).pki, 'ca.crt')}`,
    '--leader-elect=false',
    '--secure-port=0',
    // Long enough for any outage a test makes: after it every pod would be Ready=False for good.
    '--node-monitor-grace-period=24h',
    ...fastClient,
    ...(settings.byHand ? ['--controllers=endpointslice-controller,endpointslice-mirroring-controller'] : []),
    ...(settings.large
      ? [
          '--concurrent-deployment-syncs=20',
          '--concurrent-replicaset-syncs=50',
          '--concurrent-service-endpoint-syncs=20',
        ]
      : []),
  ],
  scheduler: ({ dir }) => [
    `--kubeconfig=${layout(dir).admin}`,
    '--leader-elect=false',
    '--secure-port=0',
    ...fastClient,
  ],
  kwok: ({ dir, ports }) => [
    ...[
      '--kubeconfig',
      layout(dir).admin,
      '--config',
      layout(dir).kwok,
      '--manage-all-nodes',
      '--node-ip',
      '127.0.0.1',
    ],
    ...['--node-port', String(ports.kwok), '--server-address', `127.0.0.1:${ports.kwok}`, ...serving(dir)],
  ],
  kubelet: ({ dir, ports }) => [
    ...['--listen', `127.0.0.1:${ports.kubelet}`, '--kwok', `https://127.0.0.1:${ports.kwok}`],
    ...['--kubeconfig', layout(dir).admin, '--backends', layout(dir).backends, '--work-dir', layout(dir).exec],
    ...serving(dir),
  ],
};

const fastClient = ['--kube-api-qps=2000', '--kube-api-burst=2000'];

function serving(dir: string): string[] {
  const { pki } = layout(dir);
  return ['--tls-cert-file', join(pki, 'server.crt'), '--tls-private-key-file', join(pki, 'server.key')];
}
