import { Agent } from 'node:http';
import type { PodStream } from '../pod-stream.ts';

/**
 * One stream into a pod, as Node's HTTP client takes it: the agent of the requests that go over it, one after the other.
 * `onIdle` is called each time when an answer is complete and another request may follow.
 */
export class Line extends Agent {
  readonly stream: PodStream;
  readonly #onIdle: (line: Line) => void;
  readonly #giveUp = (): void => this.close();

  constructor(stream: PodStream, onIdle: (line: Line) => void) {
    super({ keepAlive: true, maxSockets: 1 });
    this.stream = stream;
    this.#onIdle = onIdle;
    // Node ends its side once no other request may follow; nobody waits for what the app could still say.
    stream.once('finish', this.#giveUp);
  }

  get isOpen(): boolean {
    const { destroyed, readableEnded, writable } = this.stream;
    return !destroyed && !readableEnded && writable;
  }

  close(): void {
    this.stream.destroy();
  }

  override createConnection(): PodStream {
    return this.stream;
  }

  // An app that says anything unasked, or ends its side, takes no further request here.
  override keepSocketAlive(): boolean {
    this.stream.once('end', this.#giveUp).once('data', this.#giveUp);
    this.#onIdle(this);
    return this.isOpen;
  }

  override reuseSocket(...[socket, request]: Parameters<Agent['reuseSocket']>): void {
    this.stream.off('end', this.#giveUp).off('data', this.#giveUp);
    // Node takes its own listeners off, and then expects a TCP socket.
    super.reuseSocket(Object.assign(socket, { ref: () => undefined }), request);
  }
}
