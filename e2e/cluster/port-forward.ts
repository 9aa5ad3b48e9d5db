import { spawnKubectl } from './kubectl.ts';
import type { KubectlOptions } from './kubectl.ts';
import type { Bed } from './bed.ts';
import { waitFor } from './wait.ts';

export interface KubectlForward extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** What it has printed on stderr so far. */
  readonly stderr: () => string;
  readonly exited: Promise<void>;
}

/** `kubectl port-forward` to `pod/x`, `service/x` or `deployment/x` on a free local port: the way to compare with, and the bed's own proof that its tunnels work. */
export async function kubectlForward(
  bed: Bed,
  [namespace, name]: readonly [namespace: string, name: string],
  options: Pick<KubectlOptions, 'kubeconfig' | 'env'> & { readonly port: number },
): Promise<KubectlForward> {
  const child = spawnKubectl(bed, ['--namespace', namespace, 'port-forward', name, `:${options.port}`], options);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    const port = await waitFor('kubectl port-forward to listen', () => {
      if (child.exitCode !== null) return -1;
      return /127\.0\.0\.1:(\d+)/.exec(stdout)?.[1];
    });
    if (port === -1) throw new Error(stderr.trim());
    return { port: Number(port), pid: child.pid ?? -1, stderr: () => stderr, exited, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
