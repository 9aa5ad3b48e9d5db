import { fail } from '../../../shared/failure.ts';
import type { Attempt } from '../../../shared/model/check.ts';
import type { Facts } from '../diagnosis/facts.ts';
import { TEST_IMAGE } from '../test-pod/manifest.ts';
import type { TestPod, TestPods } from '../test-pod/test-pods.ts';
import type { Asking, Tried } from './connect.ts';
import { curlCommand, heardBy } from './curl.ts';
import { insideTargets, type InsideTarget } from './plan.ts';

/** What is different between the Pod that asks and one that was not asked for. */
export interface InsideWish {
  readonly testPods: TestPods;
  readonly image?: string;
}

/** So many commands run in the Pod at a time. */
const AT_ONCE = 4;

/** Asks for the Service and its endpoints from a Pod that is made for it, and removed. */
export async function tryFromInside(
  facts: Facts,
  { testPods, image = TEST_IMAGE }: InsideWish,
  { api, signal }: Asking,
): Promise<Tried> {
  const targets = insideTargets(facts);
  if (targets.length === 0) return { attempts: [], failures: [] };
  const attempts = await testPods.use({ api, signal, namespace: facts.namespace, image }, async (pod) => {
    const found: Attempt[] = [];
    const queue = targets.entries();
    const work = async (): Promise<void> => {
      for (const [index, target] of queue) found[index] = await ask(pod, target, image);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  });
  return { attempts, failures: [] };
}

async function ask(pod: TestPod, { host, ...target }: InsideTarget, image: string): Promise<Attempt> {
  const ran = await pod.run(curlCommand(host, target.port, target.hello));
  if (ran.code === undefined) throw fail('test-pod-failed', { image, detail: ran.stderr });
  return { from: 'inside', ...target, heard: heardBy(ran) };
}
