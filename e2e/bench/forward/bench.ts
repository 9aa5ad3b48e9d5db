import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Bed } from '../../cluster/bed.ts';
import { applySamples } from '../../cluster/samples.ts';
import { startBed } from '../../cluster/start.ts';
import { compare, type Compared } from './pairs.ts';
import { buildCommand } from './build.ts';
import { startHelper, type Helper } from './helper.ts';
import { line, report } from './report.ts';
import { scenes } from './scenes.ts';
import { soak } from './soak.ts';

const PAIRS = 5;
const HTTP = 8080;
const SOAK = '## Under load for a while';
const results = new URL('../RESULTS.md', import.meta.url);

/** Compares Portolan's forward with kubectl's, or puts it under load for so many minutes, and writes what came of it. */
export async function benchForward(onProgress: (line: string) => void, minutes?: number): Promise<void> {
  await using bed = await startBed({ onProgress });
  await applySamples(bed);
  using app = await startHelper(new URL('backend-process.ts', import.meta.url));
  const setPods = (to: 'app' | ''): Promise<void> => putBehindWeb(bed, to && `127.0.0.1:${app.port}`);
  await setPods('app');
  const portolan = await buildCommand(bed.dir);
  if (minutes !== undefined) {
    const soaked = await soak({ bed, portolan, setPods, kubeconfig: bed.kubeconfig }, minutes, onProgress);
    await writeSoak(soaked);
    console.log(soaked);
    return;
  }
  const rows: Compared[] = [];
  for (const scene of scenes) {
    using relay = scene.rtt > 0 ? await startRelay(bed, scene.rtt) : undefined;
    const compared = await compare(scene, { bed, portolan, setPods, kubeconfig: await reach(bed, relay) }, PAIRS);
    for (const row of compared) onProgress(line(row));
    rows.push(...compared);
  }
  const kubectl =
    (await bed.kubectl(['version', '--client'])).split('\n')[0]?.replace('Client Version:', 'kubectl') ?? '';
  const text = report(rows, { kubectl, pairs: PAIRS });
  await writeFile(results, `${text}\n${notesOf(await readFile(results, 'utf8'))}`);
  console.log(text);
}

/** In place of the part that the last one wrote. */
async function writeSoak(text: string): Promise<void> {
  const before = await readFile(results, 'utf8');
  const [head = '', ...parts] = before.split(/^(?=## )/m);
  const others = parts.filter((part) => !part.startsWith(SOAK));
  await writeFile(results, [head, `${SOAK}\n\n${text}\n`, ...others].join(''));
}

/** What the comparison does not write stays. */
function notesOf(before: string): string {
  const at = before.indexOf('## ');
  return at === -1 ? '' : before.slice(at);
}

function startRelay({ server }: Bed, rtt: number): Promise<Helper> {
  return startHelper(new URL('relay-process.ts', import.meta.url), [new URL(server).port, String(rtt / 2)]);
}

async function putBehindWeb(bed: Bed, address: string): Promise<void> {
  const pods = await bed.rest.list('/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb');
  for (const { metadata } of pods) await bed.backends.set(`shop/${metadata.name}`, HTTP, address);
}

/** The admin's kubeconfig, with the relay in the API server's place and the certificate still the server's own. */
async function reach(bed: Bed, relay: Helper | undefined): Promise<string> {
  if (!relay) return bed.kubeconfig;
  const config = parse(await readFile(bed.kubeconfig, 'utf8')) as { clusters: { cluster: Record<string, unknown> }[] }; // the bed's own
  for (const { cluster } of config.clusters)
    Object.assign(cluster, {
      server: `https://127.0.0.1:${relay.port}`,
      'tls-server-name': new URL(bed.server).hostname,
    });
  const kubeconfig = bed.kubeconfig.replace(basename(bed.kubeconfig), `relay-${relay.port}.yaml`);
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 });
  return kubeconfig;
}
