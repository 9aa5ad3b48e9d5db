import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eachOf } from './apply.ts';
import { openBed } from './bed.ts';
import type { Bed } from './bed.ts';
import { buildCluster } from './build.ts';
import type { BuildOptions } from './build.ts';
import { serveControl } from './control.ts';
import type { Control } from './control.ts';
import { writeKubeconfig } from './kubeconfigs.ts';
import { layout, serverUrl } from './layout.ts';
import type { BedPorts, BedState } from './layout.ts';
import { nodes } from './nodes.ts';
import type { KubeObject } from './objects.ts';
import { mintTokens, tokensCsv } from './people.ts';
import { readCert, writePki } from './pki.ts';
import { freePorts } from './ports.ts';
import { isAlive } from './lock.ts';
import { logTail } from './process.ts';
import type { Program } from './process.ts';
import { launch } from './programs.ts';
import type { LaunchSite, ProgramName, ProgramSettings } from './programs.ts';
import { Rest } from './rest.ts';
import { kwokConfig } from './stages.ts';
import { waitFor } from './wait.ts';

export interface BedOptions extends ProgramSettings, BuildOptions {
  /** How many nodes to make; 3 if not said, none on a restored etcd or where all is written by hand. */
  readonly nodes?: number;
  /** A folder with the `etcd` and `pki` of a bed that was saved. */
  readonly restore?: string;
  /** Called with the bed's folder at its end, when all programs have stopped and before it is removed. */
  readonly onStopped?: (dir: string) => Promise<void>;
}

const prefix = 'portolan-bed-';
const allPrograms = ['controllers', 'scheduler', 'kwok', 'kubelet'] as const;

/**
 * Starts a cluster of its own: etcd, API server, controllers, scheduler, kwok and our kubelet on free loopback ports, in
 * a temporary folder that goes with it. Throws if it cannot be built here; ask `buildCluster` first to skip instead.
 */
export async function startBed(options: BedOptions = {}): Promise<Bed> {
  const built = await buildCluster(options);
  if (!built.ok) throw new Error(built.message);
  await sweep();
  for (let attempt = 1; ; attempt++) {
    const dir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
    const running = new Map<ProgramName, Program>();
    try {
      return await start({ ...options, binary: built.binary, dir, running });
    } catch (error) {
      const taken = (await Promise.all([...running.values()].map((program) => logTail(program)))).some(isPortTaken);
      await stopAll(running);
      await rm(dir, { recursive: true, force: true });
      // The ports were free when we looked; another process may have been faster.
      if (!taken || attempt === 3) throw error;
    }
  }
}

interface StartOptions extends BedOptions {
  readonly binary: string;
  readonly dir: string;
  readonly running: Map<ProgramName, Program>;
}

async function start({ binary, dir, running, ...options }: StartOptions): Promise<Bed> {
  const files = layout(dir);
  const ports = await findPorts();
  const site: LaunchSite = { binary, dir, ports, settings: options };
  const tokens = mintTokens();
  await Promise.all([files.logs, files.users, files.exec].map((folder) => mkdir(folder, { recursive: true })));
  if (options.restore !== undefined) await cp(options.restore, dir, { recursive: true });
  running.set('etcd', launch('etcd', site));

  const control = programControl(site, running);
  const controlServer = await serveControl(control);
  const state: BedState = { dir, binary, ports, tokens, control: { url: controlServer.url, key: controlServer.key } };
  await writePki(binary, files.pki, []);
  await Promise.all([
    writeFile(files.tokens, tokensCsv(tokens), { mode: 0o600 }),
    writeFile(files.podLog, logLines(['listening on :8080', 'ready', 'GET / 200'])),
    writeFile(files.previousPodLog, logLines(['listening on :8080', 'out of memory'])),
    writeFile(files.backends, '{}'),
    writeFile(files.state, JSON.stringify(state), { mode: 0o600 }),
    writeKubeconfig(state, { bed: { kind: 'cert', as: 'admin' } }, { name: 'admin' }),
    kwokConfig(binary, ports, files).then((text) => writeFile(files.kwok, text)),
  ]);
  await control('api.start').catch(async (error: unknown) => {
    await controlServer[Symbol.asyncDispose]();
    throw error;
  });
  if (options.restore !== undefined) await adoptNodes(site);
  const programs = options.byHand ? (['controllers'] as const) : allPrograms;
  for (const name of programs) running.set(name, launch(name, site));

  const bed = await openBed(state, control, async () => {
    await Promise.all([controlServer[Symbol.asyncDispose](), stopAll(running)]);
    await options.onStopped?.(dir);
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  });
  await bed.apply(nodes(options.nodes ?? (options.restore === undefined && !options.byHand ? 3 : 0)));
  await Promise.race([
    waitFor('nodes to be ready', () => areNodesReady(bed, ports.kubelet), {
      timeout: 60_000,
      every: options.large ? 250 : 25,
    }),
    ...[...running.values()].map((program) => deathOf(program)),
  ]);
  return bed;
}

/** Untainted too: else the first pods would all go to the first node. And found by the API server at our kubelet. */
async function areNodesReady({ rest }: Bed, kubeletPort: number): Promise<boolean> {
  const { items } = await rest.get<{ items: Node[] }>('/api/v1/nodes?resourceVersion=0');
  return items.every(
    ({ spec, status }) =>
      !spec?.taints?.length &&
      status?.daemonEndpoints?.kubeletEndpoint?.Port === kubeletPort &&
      status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
}

interface Node extends KubeObject {
  spec?: { taints?: unknown[] };
  status?: {
    conditions?: { type: string; status: string }[];
    daemonEndpoints?: { kubeletEndpoint?: { Port: number } };
  };
}

async function deathOf(program: Program): Promise<never> {
  await program.exited;
  throw new Error(`${program.name} ended:\n${await logTail(program)}`);
}

async function findPorts(): Promise<BedPorts> {
  const [etcd = 0, etcdPeer = 0, api = 0, kwok = 0, kubelet = 0] = await freePorts(5);
  return { etcd, etcdPeer, api, kwok, kubelet };
}

function programControl(site: LaunchSite, running: Map<ProgramName, Program>): Control {
  const stop = async (name: ProgramName): Promise<void> => {
    await running.get(name)?.kill();
    running.delete(name);
  };
  const begin = async (name: ProgramName, ready: () => Promise<boolean>): Promise<void> => {
    if (running.has(name)) return;
    const program = launch(name, site);
    running.set(name, program);
    await Promise.race([waitFor(`${name} to serve`, ready, { timeout: 60_000 }), deathOf(program)]);
  };
  return async (command) => {
    switch (command) {
      case 'api.stop':
        return stop('apiserver');
      case 'api.start':
        return begin('apiserver', () => isApiReady(site));
      case 'controllers.stop':
        return stop('controllers');
      case 'controllers.start':
        return begin('controllers', () => Promise.resolve(true)); // whoever needs them waits for what they make
      case 'kubelet.stop':
        return stop('kubelet');
      case 'kubelet.start':
        return begin('kubelet', () => isKubeletReady(site));
    }
  };
}

async function isApiReady(site: LaunchSite): Promise<boolean> {
  using rest = await adminRest(site, serverUrl(site.ports));
  return (await rest.probe('/readyz')) === 200;
}

/** Any answer will do: kwok behind it may be stopped. */
async function isKubeletReady(site: LaunchSite): Promise<boolean> {
  using rest = await adminRest(site, `https://127.0.0.1:${site.ports.kubelet}`);
  return (await rest.probe('/healthz')) > 0;
}

/**
 * Gives the nodes of a restored etcd to this run: they name the kubelet port of the run they were saved in, and kwok would
 * leave them alone until the leases of its predecessor had run out.
 */
async function adoptNodes(site: LaunchSite): Promise<void> {
  using rest = await adminRest(site, serverUrl(site.ports));
  const status = { daemonEndpoints: { kubeletEndpoint: { Port: site.ports.kubelet } } };
  const adopt = ({ metadata }: KubeObject): Promise<unknown> =>
    rest.patch(`/api/v1/nodes/${metadata.name}/status`, { status });
  await Promise.all([
    rest.send('DELETE', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'),
    eachOf(await rest.list('/api/v1/nodes?resourceVersion=0'), adopt, 24),
  ]);
}

async function adminRest({ dir }: LaunchSite, server: string): Promise<Rest> {
  const { pki } = layout(dir);
  const { cert: ca } = await readCert(pki, 'ca');
  return new Rest({ server, ca, ...(await readCert(pki, 'user-admin')) });
}

async function stopAll(running: Map<ProgramName, Program>): Promise<void> {
  await Promise.all([...running.values()].map((program) => program.stop()));
  running.clear();
}

function isPortTaken(log: string): boolean {
  return log.includes('address already in use');
}

/** Removes the folders of beds whose process was killed before it could. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : NaN);
    if (owner > 0 && !isAlive(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

/** Logs in the format of the container runtime; kwok takes no other. */
function logLines(lines: readonly string[]): string {
  const line = (second: number, text: string): string =>
    `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000000Z stdout F ${text}\n`;
  return lines.map((text, index) => line(index, text)).join('');
}
