import { createInterface } from 'node:readline';
import type { Bed } from '../cluster/bed.ts';
import { spawnKubectl } from '../cluster/kubectl.ts';

/** A `kubectl get services --watch` that runs. */
export interface KubectlWatch extends Disposable {
  /** When it prints a line with this text, in ms since the epoch. */
  printed(text: string): Promise<number>;
}

/** Resolves once kubectl has printed the list that it starts with. */
export async function watchServices(bed: Bed, namespace: string): Promise<KubectlWatch> {
  const child = spawnKubectl(bed, ['--namespace', namespace, 'get', 'services', '--watch']);
  const awaited = new Map<string, (at: number) => void>();
  const lines = createInterface(child.stdout);
  await new Promise((resolve) => lines.once('line', resolve));
  lines.on('line', (line) => {
    for (const [text, tell] of awaited) {
      if (!line.includes(text)) continue;
      awaited.delete(text);
      tell(Date.now());
    }
  });
  return {
    printed: (text) => new Promise((resolve) => awaited.set(text, resolve)),
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  };
}
