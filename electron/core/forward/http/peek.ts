import type { Way } from '../connect.ts';
import type { PodStream } from '../pod-stream.ts';

/** What is known of the answer to a connection that is passed on as it is. */
export interface Peek {
  readonly pod: string;
  readonly status?: number;
}

/** The same way, but for `onAnswer`, which hears who answered, and with which status. */
export function peeking(way: Way, onAnswer: (answer: Peek) => void): Way {
  let asked: { readonly stream: PodStream; readonly pod: string } | undefined;
  return {
    ...way,
    open: async (candidate, signal) => {
      const stream = await way.open(candidate, signal);
      asked = { stream, pod: candidate.pod };
      return stream;
    },
    onAnswered: () => {
      way.onAnswered();
      if (!asked) return;
      const { stream, pod } = asked;
      // Whoever relays the stream listens before it flows: this takes nothing from them.
      stream.once('data', (head: Buffer) => {
        const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1', 0, 16)) ?? [];
        onAnswer({ pod, ...(status !== undefined && { status: Number(status) }) });
      });
    },
  };
}
