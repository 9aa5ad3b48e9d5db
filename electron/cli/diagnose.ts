import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { fail } from '../../shared/failure.ts';
import type { CheckKind } from '../../shared/model/check.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { ClusterFacts } from '../core/diagnosis/cluster-facts.ts';
import { diagnose, diagnoseMissing } from '../core/diagnosis/diagnose.ts';
import { namespaceOf } from '../core/diagnosis/index-by.ts';
import { loadSnapshot } from '../core/diagnosis/load.ts';
import { manifestSnapshot, readManifests } from '../core/diagnosis/manifests.ts';
import type { Checked, Pod } from '../core/diagnosis/objects.ts';
import type { Snapshot } from '../core/diagnosis/snapshot.ts';
import { runChecks } from './diagnose-checks.ts';
import { diagnosisJson, diagnosisText } from './diagnosis-output.ts';
import { exitCode } from './exit.ts';
import { withClusterOptions, allNamespacesOption, outputOption, type ClusterOptions } from './options.ts';
import { openSession } from './session.ts';
import { stopSignal } from './stop-signal.ts';

/** Adds `portolan diagnose`. */
export function addDiagnose(portolan: Command): void {
  withClusterOptions(portolan.command('diagnose').argument('[service...]', 'svc/NAME (default: all)'))
    .description(
      'say why Services have no endpoints or do not answer, and what to do (exit: 0 well, 1 broken, 2 unknown)',
    )
    .option('-f, --filename <file...>', 'manifests or a kubectl dump, in place of a cluster (- for stdin)')
    .option('--from <pod>', '[NAMESPACE/]POD that asks the Service')
    .option('--check', 'connect to the endpoints by port-forward, and read the logs of crashes')
    .option('--inside', 'ask from inside the cluster, with a Pod that is removed again')
    .option('--image <image>', 'the image of that Pod; with curl and sleep')
    .addOption(allNamespacesOption())
    .addOption(outputOption())
    .action(runDiagnose);
}

interface DiagnoseOptions extends ClusterOptions {
  readonly filename?: readonly string[];
  readonly from?: string;
  readonly check?: boolean;
  readonly inside?: boolean;
  readonly image?: string;
}

/** How long a cluster may take to be looked at, in ms. */
const PATIENCE = 60_000;

/** `portolan diagnose [svc/NAME…]`. Exits with 1 where something is broken, with 2 where nobody could look. */
async function runDiagnose(names: readonly string[], options: DiagnoseOptions): Promise<void> {
  try {
    const { snapshot, namespace } = options.filename
      ? await fromFiles(options.filename, options)
      : await fromCluster(names, options);
    const found = answers(snapshot, { names, namespace, from: options.from });
    if (options.output === 'json') {
      const printed = found.map(diagnosisJson);
      process.stdout.write(`${JSON.stringify(names.length === 1 ? printed[0] : printed, undefined, 2)}\n`);
    } else process.stdout.write(found.map(diagnosisText).join('\n'));
    process.exitCode = exitOf(found);
  } catch (error) {
    exitCode(error);
    process.exitCode = 2;
  }
}

function exitOf(found: readonly Diagnosis[]): number {
  if (found.some(({ verdict }) => verdict === 'broken')) return 1;
  return found.some(({ verdict }) => verdict === 'unknown') ? 2 : 0;
}

interface Looked {
  readonly snapshot: Snapshot;
  /** Undefined: all. */
  readonly namespace: string | undefined;
}

async function fromFiles(files: readonly string[], { namespace }: DiagnoseOptions): Promise<Looked> {
  const texts = await Promise.all(files.map(async (name) => ({ name, text: await readText(name) })));
  const objects = readManifests(texts, namespace ?? 'default');
  return { snapshot: manifestSnapshot(objects, Date.now()), namespace };
}

async function readText(file: string): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw fail('invalid', { detail: error instanceof Error ? error.message : String(error) }, error);
    });
  }
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text;
}

async function fromCluster(names: readonly string[], options: DiagnoseOptions): Promise<Looked> {
  const kinds = checksOf(names, options);
  const { core, context, namespace } = await openSession(options);
  try {
    const { api } = core.clusters.cluster(context);
    const stop = new AbortController();
    if (kinds.length > 0)
      stopSignal()
        .then(() => stop.abort(fail('invalid', { detail: 'stopped' })))
        .catch(() => undefined);
    const checked: Checked[] = [];
    if (kinds.length > 0 && namespace !== undefined) {
      const image = options.image === undefined ? {} : { image: options.image };
      for (const given of names) {
        const ref = { namespace, name: plainName(given) };
        checked.push(await runChecks(core.checks, kinds, { api, ref, signal: stop.signal, ...image }));
      }
    }
    const snapshot = await loadSnapshot({ api, namespace, now: Date.now(), signal: AbortSignal.timeout(PATIENCE) });
    return { snapshot: { ...snapshot, objects: { ...snapshot.objects, PortolanCheck: checked } }, namespace };
  } finally {
    await core.close();
  }
}

/** What is to be checked, of Services that are named: nobody means all of a cluster. */
function checksOf(names: readonly string[], { check, inside, allNamespaces }: DiagnoseOptions): readonly CheckKind[] {
  const kinds = [...(check ? (['connect', 'log'] as const) : []), ...(inside ? (['inside'] as const) : [])];
  if (kinds.length > 0 && (names.length === 0 || allNamespaces))
    throw fail('invalid', { detail: '--check and --inside need svc/NAME of one namespace' });
  return kinds;
}

function plainName(given: string): string {
  return given.replace(/^(?:svc|services?)\//, '');
}

interface Asked {
  readonly names: readonly string[];
  readonly namespace: string | undefined;
  readonly from: string | undefined;
}

function answers(snapshot: Snapshot, { names, namespace, from }: Asked): readonly Diagnosis[] {
  const facts = new ClusterFacts(snapshot);
  const client = from === undefined ? undefined : clientOf(facts, { from, namespace });
  const services = facts.all('Service').filter((one) => namespace === undefined || namespaceOf(one) === namespace);
  const look = (service: (typeof services)[number]): Diagnosis =>
    diagnose(facts, { service, ...(client && { client }) });
  const all = services.toSorted((a, b) =>
    `${namespaceOf(a)}/${a.metadata.name}` < `${namespaceOf(b)}/${b.metadata.name}` ? -1 : 1,
  );
  if (names.length === 0) return all.map(look);
  return names.flatMap((given) => {
    const name = plainName(given);
    const named = all.filter(({ metadata }) => metadata.name === name);
    return named.length > 0 ? named.map(look) : [diagnoseMissing(facts, { name, namespace: namespace ?? '*' })];
  });
}

/** `[NAMESPACE/]POD`. */
function clientOf(
  facts: ClusterFacts,
  { from, namespace = 'default' }: { from: string; namespace: string | undefined },
): Pod {
  const [first = '', second] = from.split('/');
  const [where, name] = second === undefined ? [namespace, first] : [first, second];
  const pod = facts.get('Pod', where, name);
  if (!pod) throw fail('not-found', { resource: 'pods', name: from });
  return pod;
}
