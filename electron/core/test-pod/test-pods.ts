import { AppError, fail } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import { linkedAbort } from '../kube/linked-abort.ts';
import { TEST_CONTAINER, TEST_IMAGE, testPodManifest, type TestPodWish } from './manifest.ts';
import { randomSuffix } from './random-suffix.ts';
import { runInPod, type Ran } from './run.ts';
import { untilRunning } from './until-running.ts';

/** A Pod of ours that runs, for as long as the work with it lasts. */
export interface TestPod {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  /** Aborts when the work is to end. */
  readonly signal: AbortSignal;
  run(command: readonly string[]): Promise<Ran>;
}

export interface TestPodOptions extends TestPodWish {
  readonly api: KubeApi;
  /** Ends the work; the Pod is removed all the same. */
  readonly signal: AbortSignal;
  /** Hears what the Pod waits for before it runs, in the cluster's words. */
  readonly onWait?: ((detail: string) => void) | undefined;
  /** What it is made from; a test Pod of the least rights unless told. */
  readonly manifest?: (name: string, wish: TestPodWish) => object;
}

/** How often its removal is tried, and the wait between, in ms. */
const TRIES = 3;
const RETRY = 500;

/** The test Pods that there are now. Each is removed when its work is over: done, failed, aborted, or Portolan closing. */
export class TestPods {
  readonly #clock: Clock;
  readonly #life = new AbortController();
  readonly #open = new Set<Promise<unknown>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Makes a Pod, works with it once it runs, and removes it. Fails with `test-pod-refused` (admission, with its words),
   * `test-pod-failed` (never ran, with why), `test-pod-left` (could not be removed), and as the work does.
   */
  use<T>(options: TestPodOptions, work: (pod: TestPod) => Promise<T>): Promise<T> {
    const used = this.#use(options, work);
    this.#open.add(used);
    const forget = (): void => void this.#open.delete(used);
    used.then(forget, forget);
    return used;
  }

  /** Ends all work; resolves when the Pods are removed. */
  async close(): Promise<void> {
    this.#life.abort(new Error('Portolan closes'));
    await Promise.allSettled(this.#open);
  }

  async #use<T>(options: TestPodOptions, work: (pod: TestPod) => Promise<T>): Promise<T> {
    const { api, namespace } = options;
    const name = `portolan-test-${randomSuffix(this.#clock)}`;
    const life = linkedAbort(options.signal);
    const end = (): void => life.abort(new Error('Portolan closes'));
    this.#life.signal.addEventListener('abort', end, { once: true });
    if (this.#life.signal.aborted) end();
    const { signal } = life;
    // Also one whose answer never came may be there: its name is ours.
    let mayBeThere = false;
    try {
      signal.throwIfAborted();
      mayBeThere = true;
      await this.#create(name, { ...options, signal }).catch((error: unknown) => {
        mayBeThere = !isRefusal(error);
        throw error;
      });
      const container = TEST_CONTAINER;
      const clock = this.#clock;
      const start = await untilRunning({ api, clock, signal, namespace, pod: name, container, onWait: options.onWait });
      const { image = TEST_IMAGE } = options;
      if (start.state === 'failed') throw fail('test-pod-failed', { image, detail: start.detail });
      const run: TestPod['run'] = (command) => runInPod({ api, namespace, pod: name, container, command, signal });
      return await work({ namespace, name, container, signal, run });
    } finally {
      life.release();
      this.#life.signal.removeEventListener('abort', end);
      if (mayBeThere) await this.#remove(api, { namespace, name });
    }
  }

  async #create(name: string, { api, signal, manifest = testPodManifest, ...wish }: TestPodOptions): Promise<void> {
    const { namespace } = wish;
    try {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const body = manifest(name, wish);
      await api.json({ path, verb: 'create', resource: 'pods', namespace, method: 'POST', body, signal });
    } catch (error) {
      // Admission's: Pod Security, a quota, a webhook.
      if (!(error instanceof AppError) || error.failure.code !== 'server-error') throw error;
      const { status, detail = '' } = error.failure.params;
      throw Number(status) < 500 ? fail('test-pod-refused', { namespace, detail }, error) : error;
    }
  }

  async #remove(api: KubeApi, { namespace, name }: Pick<TestPod, 'namespace' | 'name'>): Promise<void> {
    const { signal } = new AbortController();
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    for (let tries = 1; ; tries += 1) {
      try {
        await api.json({ path, verb: 'delete', resource: 'pods', namespace, method: 'DELETE', signal });
        return;
      } catch (error) {
        const code = error instanceof AppError ? error.failure.code : undefined;
        if (code === 'not-found') return;
        if (tries === TRIES || code === 'forbidden') throw fail('test-pod-left', { pod: name, namespace }, error);
        await this.#clock.sleep(RETRY * tries);
      }
    }
  }
}

/** The server has said that it makes none. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && ['forbidden', 'test-pod-refused', 'not-found'].includes(error.failure.code);
}
