import { AppError, toFailure, type Failure } from '../../../shared/failure.ts';
import type { Attempt } from '../../../shared/model/check.ts';
import type { Clock } from '../clock.ts';
import type { Facts } from '../diagnosis/facts.ts';
import { dialPod } from '../forward/dial-pod.ts';
import type { KubeApi } from '../kube/api.ts';
import { sayHello } from './hello.ts';
import { portTargets, type PortTarget } from './plan.ts';

/** How long, in ms, an app has for its first word. */
const PATIENCE = 2_500;
/** So many Pods at a time: each costs the API server a connection to its node. */
const AT_ONCE = 4;

export interface Asking {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Tried {
  readonly attempts: readonly Attempt[];
  readonly failures: readonly Failure[];
}

type Errand = Omit<PortTarget, 'endpoints'> & { readonly target: number };

/** Connects to the endpoints' ports the way a port-forward does, and says hello. */
export async function tryEndpoints(facts: Facts, asking: Asking): Promise<Tried> {
  const byPod = new Map<string, Errand[]>();
  for (const { endpoints, ...port } of portTargets(facts)) {
    for (const { pod, port: target } of endpoints) {
      const errands = byPod.get(pod) ?? [];
      byPod.set(pod, errands);
      if (!errands.some((one) => one.target === target && one.label === port.label)) errands.push({ ...port, target });
    }
  }
  const attempts: Attempt[] = [];
  const failures: Failure[] = [];
  const queue = byPod.entries();
  const work = async (): Promise<void> => {
    for (const [pod, errands] of queue) {
      try {
        attempts.push(...(await tryPod(facts, { pod, errands }, asking)));
      } catch (error) {
        asking.signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        failures.push(toFailure(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { attempts: attempts.sort(byLabel), failures };
}

const byLabel = (a: Attempt, b: Attempt): number => (`${a.label} ${a.subject}` < `${b.label} ${b.subject}` ? -1 : 1);

function tryPod(
  { namespace, name }: Facts,
  { pod, errands }: { readonly pod: string; readonly errands: readonly Errand[] },
  { api, clock, signal }: Asking,
): Promise<readonly Attempt[]> {
  return Promise.all(
    errands.map(async ({ label, hello, target }): Promise<Attempt> => {
      const session = await dialPod({ api, clock, namespace, pod, port: target, signal, isSpare: false });
      try {
        const options = { hello, host: `${name}.${namespace}.svc`, clock, patience: PATIENCE, signal };
        const heard = await sayHello(() => session.open(target), options);
        return { from: 'forward', to: 'pod', subject: pod, label, port: target, hello, heard };
      } finally {
        session.close();
      }
    }),
  );
}
