import { test as plain } from 'vitest';
import { toFailure } from '../../../shared/failure.ts';
import { Forward } from '../forward/forward.ts';
import { FakeClock } from './fake-clock.ts';
import { TestTarget } from './forward-target.ts';
import { Client, podApp } from './pod-app.ts';
import { backend, SpdyServer } from './spdy-server.ts';
import { until } from './until.ts';

/** A forward of `shop/web` on a real local port, with the API server it speaks to and its clock. */
export class ForwardSandbox {
  readonly server: SpdyServer;
  readonly clock = new FakeClock();
  readonly target: TestTarget;
  readonly forward: Forward;
  readonly #closers: (() => void)[] = [];

  constructor(server: SpdyServer) {
    this.server = server;
    this.target = new TestTarget(server);
    const spec = { context: 'kind', namespace: 'shop', name: 'web', port: 80 };
    this.forward = new Forward({
      key: '1',
      spec,
      target: this.target,
      clock: this.clock,
      onChange: () => undefined,
    });
  }

  client(): Client {
    const made = new Client(this.forward.localPort ?? 0);
    this.#closers.push(() => made.socket.destroy());
    return made;
  }

  /** Puts an app behind a pod. */
  async pod(name: string, ...[serve]: Parameters<typeof podApp>): Promise<void> {
    const app = await podApp(serve);
    this.#closers.push(app.close);
    this.server.pods.set(`shop/${name}`, backend(app.port));
  }

  /** Puts an app that says the pod's name at once behind each pod. */
  async namedPods(...pods: string[]): Promise<void> {
    for (const name of pods) await this.pod(name, (socket) => socket.end(name));
  }

  /** Puts an app behind the pod `a`, the only endpoint. */
  async onlyPod(...[serve]: Parameters<typeof podApp>): Promise<void> {
    await this.pod('a', serve);
    this.target.set(['a']);
  }

  /** What a new connection is told: all it hears, or `reset`. */
  async answer(): Promise<string> {
    const one = this.client();
    await until(() => one.ended !== undefined);
    one.socket.end();
    return one.ended === 'end' ? one.heard : 'reset';
  }

  async close(): Promise<void> {
    for (const close of this.#closers) close();
    await this.forward.close();
    await this.server.stop();
  }
}

/** Tests that get a sandbox of their own, `box`. */
export const test = plain.extend('box', async ({}, { onCleanup }) => {
  const box = new ForwardSandbox(await SpdyServer.start());
  onCleanup(() => box.close());
  await box.forward.listen([0], { wanted: 8080, why: (_port, error) => toFailure(error) });
  return box;
});
