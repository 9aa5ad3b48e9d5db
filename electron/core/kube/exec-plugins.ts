import type { Clock } from '../clock.ts';
import { runExecPlugin } from './exec-plugin.ts';
import type { ExecCredential, ExecRequest, ExecSurroundings } from './exec-plugin.ts';
import { SharedRun } from './shared-run.ts';
import { loginShellPath } from './shell-path.ts';

/** A credential is renewed this long before it ends, or after three quarters of its life if that is sooner. */
const MARGIN = 60_000;

interface Kept {
  readonly credential: ExecCredential;
  readonly until: number;
}

export interface ExecPluginsOptions extends Omit<ExecSurroundings, 'shellPath'> {
  /** PATH of the user's login shell, unless told. */
  readonly shellPath?: ExecSurroundings['shellPath'];
}

/**
 * The exec plugins of all contexts. One that is configured alike runs once for all who ask at the same time, and what
 * it gave is kept until shortly before it expires.
 */
export class ExecPlugins {
  readonly #around: ExecSurroundings;
  readonly #kept = new Map<string, Kept>();
  readonly #running = new Map<string, SharedRun<ExecCredential>>();

  constructor({ clock, env, shellPath = loginShellPath({ clock }) }: ExecPluginsOptions) {
    this.#around = { clock, env, shellPath };
  }

  /** Gives a credential; an abort lets go of the plugin, and kills it when nobody else waits for it. */
  async get(request: ExecRequest, signal: AbortSignal): Promise<ExecCredential> {
    const key = keyOf(request);
    const kept = this.#kept.get(key);
    if (kept && this.#around.clock.now() < kept.until) return kept.credential;
    const running = this.#running.get(key);
    return (running?.isOpen ? running : this.#start(key, request)).join(signal);
  }

  /** Forgets a credential that the server refused, unless a newer one has taken its place. */
  drop(request: ExecRequest, refused: ExecCredential): void {
    const key = keyOf(request);
    if (this.#kept.get(key)?.credential === refused) this.#kept.delete(key);
  }

  #start(key: string, request: ExecRequest): SharedRun<ExecCredential> {
    const run: SharedRun<ExecCredential> = new SharedRun(async (signal) => {
      try {
        const credential = await runExecPlugin(request, this.#around, signal);
        this.#kept.set(key, { credential, until: goodUntil(credential, this.#around.clock) });
        return credential;
      } finally {
        if (this.#running.get(key) === run) this.#running.delete(key);
      }
    });
    this.#running.set(key, run);
    return run;
  }
}

function goodUntil({ expiresAt }: ExecCredential, clock: Clock): number {
  if (expiresAt === undefined) return Infinity;
  return expiresAt - Math.min(MARGIN, Math.max(0, expiresAt - clock.now()) / 4);
}

function keyOf({ config, cluster }: ExecRequest): string {
  const { apiVersion, command, args, env, provideClusterInfo } = config;
  return JSON.stringify([apiVersion, command, args, env, provideClusterInfo ? cluster : undefined]);
}
