import { get } from 'node:http';
import { homedir } from 'node:os';
import { createCore, type Core } from '../../electron/core/core.ts';
import type { ForwardView } from '../../shared/model/forward.ts';

let core: Core | undefined;

/** The core of the test that runs, made when it is first asked for. */
export async function coreOn({ kubeconfig }: { readonly kubeconfig: string }): Promise<Core> {
  return (core ??= await createCore({ env: process.env, home: homedir(), kubeconfig }));
}

export async function closeCore(): Promise<void> {
  await core?.close();
  core = undefined;
}

export interface Forwarded {
  readonly port: number;
  readonly view: () => ForwardView;
}

/** Forwards a port of a Service in `shop`. */
export async function forward(
  cluster: { readonly kubeconfig: string },
  name: string,
  port: number,
): Promise<Forwarded> {
  const { clusters, forwards } = await coreOn(cluster);
  const [context = ''] = clusters.contexts.items.keys();
  clusters.connect(context);
  const { key, local } = await forwards.start({ context, namespace: 'shop', name, port });
  const view = (): ForwardView => {
    const found = forwards.views.items.get(key);
    if (!found) throw new Error('the forward is gone');
    return found;
  };
  return { port: local?.port ?? 0, view };
}

/** The Pod that answers one new connection. */
export function podBehind(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve(podOf(text)));
    }).on('error', reject);
  });
}

/** The bed's pods answer in JSON, those of the demo cluster in a line that begins with their name. */
function podOf(text: string): string {
  return text.startsWith('{') ? (JSON.parse(text) as { pod: string }).pod : (text.split(' ')[0] ?? '');
}

/** How many of `count` connections, so many at a time, each Pod answered. */
export async function share(port: number, count: number, atOnce = 10): Promise<Map<string, number>> {
  const pods = new Map<string, number>();
  for (let done = 0; done < count; done += atOnce) {
    const answers = await Promise.all(Array.from({ length: Math.min(atOnce, count - done) }, () => podBehind(port)));
    for (const pod of answers) pods.set(pod, (pods.get(pod) ?? 0) + 1);
  }
  return pods;
}
