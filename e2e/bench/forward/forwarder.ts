import { readFile } from 'node:fs/promises';
import type { Bed } from '../../cluster/bed.ts';
import { kubectlForward } from '../../cluster/port-forward.ts';
import { startPortolan } from '../../core/portolan.ts';

/** One of the two that are compared, while it runs. */
export interface Forwarder extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

/** What is forwarded, and how the API server is reached. */
export interface Track {
  readonly bed: Bed;
  readonly kubeconfig: string;
  /** Portolan's command line, built. */
  readonly portolan: string;
  /** Puts the bench's app behind the Service's Pods, or nothing that listens. */
  readonly setPods: (to: 'app' | '') => Promise<void>;
}

const NAMESPACE = 'shop';
const SERVICE = 'web';

export async function startKubectl({ bed, kubeconfig }: Track): Promise<Forwarder> {
  return kubectlForward(bed, [NAMESPACE, `service/${SERVICE}`], { port: 80, kubeconfig });
}

export async function startOurs({ kubeconfig, portolan }: Track): Promise<Forwarder> {
  const run = startPortolan(forwardArgs(kubeconfig), {}, [process.execPath, portolan]);
  const [, port = ''] = await run.printed(/localhost:(\d+)/);
  return {
    port: Number(port),
    pid: run.pid,
    [Symbol.asyncDispose]: async () => {
      run.signal('SIGKILL');
      await run.ended;
    },
  };
}

/** Portolan's command line for it; connections are carried as they are, which is all that kubectl does. */
export function forwardArgs(kubeconfig: string): readonly string[] {
  return ['forward', '-n', NAMESPACE, `svc/${SERVICE}`, ':80', '--no-http', '--kubeconfig', kubeconfig];
}

/** CPU seconds that the process has used so far, of its threads and in the kernel for it. */
export async function cpuSeconds({ pid }: Forwarder): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // USER_HZ is 100 on every Linux
}

/** In MB, now and at most so far. */
export async function memory({
  pid,
}: Pick<Forwarder, 'pid'>): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}
