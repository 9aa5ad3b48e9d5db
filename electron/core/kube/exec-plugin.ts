import { fail } from '../../../shared/failure.ts';
import type { AppError } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { ExecConfig } from './context-entry.ts';
import { findCommand } from './find-command.ts';
import { linkedAbort } from './linked-abort.ts';
import { firstLines } from './redact.ts';
import { runCommand } from './run-command.ts';
import type { ClientCertificate } from './tls.ts';

/** How long a plugin may take: some wait for a sign-in in the browser. */
const PATIENCE_SECONDS = 60;

/** `spec.cluster` of an ExecCredential: the cluster as the plugin is told of it. */
export type ExecCluster = Readonly<Record<string, unknown>>;

export interface ExecRequest {
  readonly config: ExecConfig;
  /** Only for a plugin that wants to know (`provideClusterInfo`). */
  readonly cluster?: ExecCluster;
}

export interface ExecCredential {
  readonly token?: string;
  readonly certificate?: ClientCertificate;
  /** Milliseconds of the epoch; without one it is good until the server refuses it. */
  readonly expiresAt?: number;
}

export interface ExecSurroundings {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly shellPath: () => Promise<string | undefined>;
}

/** Runs an exec credential plugin once, or throws what went wrong without a word of its output that may be secret. */
export async function runExecPlugin(
  request: ExecRequest,
  around: ExecSurroundings,
  signal: AbortSignal,
): Promise<ExecCredential> {
  const { config } = request;
  if (config.interactiveMode === 'Always') throw failed(config, 'interactiveMode: Always', 'it wants a terminal');
  const found = await findCommand(config.command, around);
  if (found.file === undefined) {
    const hint = firstLines(config.installHint ?? '');
    throw fail('exec-missing', { command: config.command, folders: found.folders, hint });
  }
  const extra = (config.env ?? []).map(({ name, value }) => [name, value]);
  const env = {
    ...around.env,
    PATH: found.path,
    ...(Object.fromEntries(extra) as Record<string, string>),
    KUBERNETES_EXEC_INFO: execInfo(request),
  };
  const command = { file: found.file, args: config.args ?? [], env };
  const { stdout, stderr, status } = await withinTime(config, { clock: around.clock, signal }, (stop) =>
    runCommand(command, stop).catch((error: unknown) => {
      throw stop.aborted ? error : failed(config, codeOf(error), 'it cannot be started');
    }),
  );
  if (status !== 0) throw failed(config, status, firstLines(stderr) || '-');
  return parseExecCredential(stdout, config);
}

function execInfo({ config, cluster }: ExecRequest): string {
  const spec = { interactive: false, ...(config.provideClusterInfo && cluster && { cluster }) };
  return JSON.stringify({ apiVersion: config.apiVersion, kind: 'ExecCredential', spec });
}

async function withinTime<T>(
  config: ExecConfig,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  run: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = linkedAbort(signal);
  const done = new AbortController();
  const tooLate = fail('exec-timeout', { command: config.command, seconds: PATIENCE_SECONDS });
  const alarm = clock.sleep(PATIENCE_SECONDS * 1000, done.signal).then(
    () => stop.abort(tooLate),
    () => undefined,
  );
  try {
    return await run(stop.signal);
  } finally {
    stop.release();
    done.abort();
    await alarm;
  }
}

/** Reads what a plugin printed. Nothing of it is ever quoted: it may hold a credential in the wrong place. */
export function parseExecCredential(stdout: string, config: ExecConfig): ExecCredential {
  const invalid = (detail: string): AppError => fail('exec-invalid', { command: config.command, detail });
  const credential = parseObject(stdout);
  if (!credential) throw invalid('not a JSON object');
  if (credential['kind'] !== 'ExecCredential') throw invalid('its kind is not ExecCredential');
  if (credential['apiVersion'] !== config.apiVersion) throw invalid(`its apiVersion is not ${config.apiVersion}`);
  const status = credential['status'];
  if (!isObject(status)) throw invalid('no status');
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp: expiry } = status;
  const hasToken = typeof token === 'string' && token !== '';
  const hasCertificate = typeof cert === 'string' && cert !== '' && typeof key === 'string' && key !== '';
  if (!hasCertificate && Boolean(cert ?? key)) throw invalid('a client certificate or key without the other');
  if (!hasToken && !hasCertificate) throw invalid('neither a token nor a client certificate');
  const expiresAt = typeof expiry === 'string' ? Date.parse(expiry) : undefined;
  if (expiresAt !== undefined && Number.isNaN(expiresAt)) throw invalid('its expirationTimestamp is no time');
  return {
    ...(hasToken && { token }),
    ...(hasCertificate && { certificate: { cert, key } }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function failed(config: ExecConfig, status: number | string, detail: string): AppError {
  return fail('exec-failed', { command: config.command, status, detail });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
