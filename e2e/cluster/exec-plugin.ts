import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layout } from './layout.ts';
import type { BedState } from './layout.ts';
import { groupsOf } from './people.ts';
import type { Person } from './people.ts';
import { readCert, writePki } from './pki.ts';

const script = fileURLToPath(new URL('exec-plugin-script.mjs', import.meta.url));

/** How the plugin behaves from its next call on. */
export interface ExecPluginSettings {
  readonly as: Person;
  /** Gives a client certificate instead of a token. */
  readonly cert?: boolean;
  /** Seconds from the call to the credential's expirationTimestamp; none if not said. */
  readonly expiresIn?: number;
  /** Milliseconds before it answers. */
  readonly delay?: number;
  /** `exit`: message on stderr and exit code 1. `garbage`: prints what is not JSON. `hang`: never ends. */
  readonly fail?: 'exit' | 'garbage' | 'hang';
}

export interface ExecPlugin {
  /** The `exec` entry of a kubeconfig's user. */
  readonly config: Record<string, unknown>;
  set(settings: ExecPluginSettings): Promise<void>;
  /** What each call so far saw. */
  calls(): Promise<readonly ExecPluginCall[]>;
}

export interface ExecPluginCall {
  readonly at: string;
  /** KUBERNETES_EXEC_INFO, parsed. */
  readonly info?: {
    readonly spec?: { readonly interactive?: boolean; readonly cluster?: { readonly server?: string } };
  };
}

/** Makes an exec credential plugin whose ways can be changed between its calls. */
export async function makeExecPlugin(state: BedState, name: string, first: ExecPluginSettings): Promise<ExecPlugin> {
  const dir = join(layout(state.dir).users, `${name}-exec`);
  await mkdir(dir, { recursive: true });
  const plugin = execPlugin(state, dir);
  await plugin.set(first);
  return plugin;
}

/** The plugin of a kubeconfig that `writeKubeconfig` wrote under this name. */
export function execPluginOf(state: BedState, name: string): ExecPlugin {
  return execPlugin(state, join(layout(state.dir).users, `${name}-exec`));
}

function execPlugin(state: BedState, dir: string): ExecPlugin {
  const callsFile = join(dir, 'calls.jsonl');
  return {
    config: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: [script, dir],
      interactiveMode: 'Never',
      provideClusterInfo: true,
    },
    set: async (settings) => {
      const status = settings.cert ? await certStatus(state, settings.as) : { token: state.tokens[settings.as] };
      // Renamed into place: a call at this moment reads the old file or the new one.
      await writeFile(join(dir, 'settings.new'), JSON.stringify({ ...settings, status }), { mode: 0o600 });
      await rename(join(dir, 'settings.new'), join(dir, 'settings.json'));
    },
    calls: async () => {
      const text = await readFile(callsFile, 'utf8').catch(() => '');
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as ExecPluginCall); // written by our script
    },
  };
}

async function certStatus(state: BedState, as: Person) {
  const { pki } = layout(state.dir);
  await writePki(state.binary, pki, [{ name: `exec-${as}`, user: as, groups: groupsOf(as) }]);
  const { cert, key } = await readCert(pki, `exec-${as}`);
  return { clientCertificateData: cert, clientKeyData: key };
}
