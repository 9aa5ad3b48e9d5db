import { AppError } from '../../../shared/failure.ts';
import type { ApiJson, ExposurePlan, FieldDifference, ServerPreview } from '../../../shared/model/exposure.ts';
import { isRecord, isSame, list, record } from '../json.ts';
import type { ExposedService } from './facts.ts';
import { withoutPicks } from './forecast.ts';
import { servicePath, type Asker } from './gather.ts';

const ALL = 'dryRun=All';
/** Webhooks have up to 30 s by the server's own limit. */
const TIMEOUT = 35_000;

/**
 * Asks the server what it would make of a plan. It can be asked for one step only: of several, the first is tried as
 * it is, and the object at their end as if it were created. The numbers that a dry run gives out are placeholders.
 */
export async function askServer(plan: ExposurePlan, asker: Asker): Promise<ServerPreview> {
  try {
    const answer = await dryRun(plan, asker);
    return { state: 'accepted', differences: answer ? differencesOf(plan, answer) : [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { failure } = error;
    const isSaid = failure.code === 'server-error' || failure.code === 'forbidden';
    return { state: isSaid ? 'refused' : 'unknown', failure };
  }
}

async function dryRun(plan: ExposurePlan, asker: Asker): Promise<ExposedService | undefined> {
  const [first] = plan.steps;
  const { api, ref, signal } = asker;
  const about = { resource: 'services', namespace: ref.namespace, signal, timeout: TIMEOUT };
  let answer: ExposedService | undefined;
  if (first?.do === 'patch') {
    const body = {
      ...first.body,
      metadata: { ...record(first.body['metadata']), resourceVersion: plan.resourceVersion },
    };
    answer = await api.json<ExposedService>({
      ...about,
      path: `${servicePath(ref)}?${ALL}`,
      verb: 'patch',
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body,
    });
  }
  if (plan.way === 'patch' || plan.way === 'nothing' || !plan.forecast) return answer;
  const path = `/api/v1/namespaces/${ref.namespace}/services?${ALL}`;
  return api.json<ExposedService>({ ...about, path, verb: 'create', method: 'POST', body: stranger(plan.forecast) });
}

/** The object at the end under a name and with numbers of nobody: its own are still taken, by itself. */
function stranger(forecast: ApiJson): ApiJson {
  const { name, ...metadata } = record(forecast['metadata']);
  const { clusterIP, clusterIPs, healthCheckNodePort: _, ...spec } = record(forecast['spec']);
  const ports = list(spec['ports']).map((port) => {
    const { nodePort: _own, ...rest } = record(port);
    return rest;
  });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, generateName: `${String(name).slice(0, 40)}-` },
    spec: { ...spec, ...(clusterIP === 'None' && { clusterIP, clusterIPs }), ...(ports.length > 0 && { ports }) },
  };
}

function differencesOf(plan: ExposurePlan, { metadata, spec }: ExposedService): readonly FieldDifference[] {
  const isWhole = plan.way === 'patch' || plan.way === 'nothing';
  const { labels, annotations } = metadata;
  const server = { metadata: { labels, annotations }, spec: isWhole ? withoutPicks(spec, plan.picked) : bare(spec) };
  const { metadata: meta, spec: forecastSpec } = plan.forecast ?? {};
  const { labels: ownLabels, annotations: ownAnnotations } = record(meta);
  const own = {
    metadata: { labels: ownLabels, annotations: ownAnnotations },
    spec: isWhole ? forecastSpec : bare(record(forecastSpec)),
  };
  return differing(own, server, '');
}

/** Without all that differs between an object and its stranger. */
function bare(spec: object): ApiJson {
  const { clusterIP: _, clusterIPs: _ips, healthCheckNodePort: _check, ...rest } = record(spec);
  const ports = list(rest['ports']).map((port) => ({ ...record(port), nodePort: undefined }));
  return { ...rest, ports };
}

function differing(forecast: unknown, server: unknown, path: string): readonly FieldDifference[] {
  if (isSame(forecast, server)) return [];
  if (!isRecord(forecast) || !isRecord(server)) return [{ path, forecast, server }];
  return [...new Set([...Object.keys(forecast), ...Object.keys(server)])].flatMap((key) =>
    differing(forecast[key], server[key], path === '' ? key : `${path}.${key}`),
  );
}
