import type { Socket } from 'node:net';
import { AppError, fail, isRetryable, toFailure, type Failure } from '../../../shared/failure.ts';
import type { Candidate } from '../balance/eligible.ts';
import type { Clock } from '../clock.ts';
import type { PodStream } from './pod-stream.ts';
import type { Alarm } from './alarm.ts';
import type { Lingerers } from './lingerers.ts';
import { abandon, relay, reset, Uplink, type Traffic } from './relay.ts';

/** Wait before all endpoints are asked once more, while a connection may still wait, in ms. */
const NEXT_ROUND = 250;

/** What a new local connection needs to find its pod. */
export interface Way {
  /** The endpoint to ask next, none of `tried`; waits for one while there is none. Undefined: all were tried. */
  readonly pick: (tried: ReadonlySet<string>, signal: AbortSignal) => Promise<Candidate | undefined>;
  /** Whether there is such an endpoint now. */
  readonly hasOther: (tried: ReadonlySet<string>) => boolean;
  readonly open: (candidate: Candidate, signal: AbortSignal) => Promise<PodStream>;
  /** Ends the wait for a pod to connect to: its reason says why. */
  readonly patience: AbortSignal;
  /** Ends it because the client is gone. */
  readonly hangUp: () => void;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly lingerers: Lingerers;
  readonly traffic: Traffic;
  /** The connection is the candidate's from now on; what it returns is called when the connection is over. */
  readonly onCarried: (candidate: Candidate) => () => void;
  /** The pod has said its first byte, or its end. */
  readonly onAnswered: () => void;
  /** An endpoint could not be reached, and another one is asked. */
  readonly onMissed: (candidate: Candidate, failure: Failure) => void;
}

/**
 * Carries one local connection to a pod and back, to its end.
 *
 * Endpoints that cannot be reached are passed over for the next one as long as no byte of an answer was delivered, and so
 * are those that go away with a request to read unanswered: a Pod may end before its endpoint is known to have left;
 * rejects with an `AppError` when none can be had or the one that answered breaks, after the client has got a reset.
 */
export async function carry(local: Socket, way: Way): Promise<void> {
  const { clock, alarm, lingerers, traffic } = way;
  const uplink = new Uplink(local, { clock, alarm, lingerers, onOut: traffic.onOut });
  const client: Client = { gone: false, onGone: way.hangUp };
  local.once('close', () => {
    client.gone = true;
    client.onGone();
  });
  local.on('error', () => undefined);
  try {
    const { stream, done } = await reach(uplink, way, client);
    try {
      await relay(local, stream, { uplink, onIn: traffic.onIn });
    } finally {
      done();
    }
  } catch (error) {
    if (client.gone) return;
    reset(local);
    throw error instanceof AppError ? error : new AppError(toFailure(error), error);
  } finally {
    uplink.close();
  }
}

interface Client {
  gone: boolean;
  onGone: () => void;
}

interface Reached {
  readonly stream: PodStream;
  /** The connection is over. */
  readonly done: () => void;
}

/** Asks one endpoint after the other until one answers; each once a round, round after round, while there is patience. */
async function reach(uplink: Uplink, way: Way, client: Client): Promise<Reached> {
  // Patience is for finding a pod. One that was found may take as long as it likes to answer.
  const { patience } = way;
  let tried = new Set<string>();
  let last: AppError | undefined;
  try {
    for (;;) {
      const candidate = await way.pick(tried, patience);
      if (!candidate) {
        // An app that refuses will refuse again; a cluster that does not answer may be back in a moment.
        if (last && !isWorthWaiting(last.failure)) throw last;
        tried = new Set();
        await way.clock.sleep(NEXT_ROUND, patience);
        continue;
      }
      tried.add(candidate.key);
      try {
        const stream = await way.open(candidate, patience);
        return await answer(stream, { candidate, tried, uplink, way, client });
      } catch (error) {
        if (!(error instanceof AppError) || !uplink.replayable) throw error;
        last = error;
        way.onMissed(candidate, error.failure);
      }
    }
  } catch (error) {
    // The wait is over: what the endpoints said tells more than that it was.
    throw patience.aborted && last ? last : error;
  }
}

interface Asked {
  readonly candidate: Candidate;
  readonly tried: ReadonlySet<string>;
  readonly uplink: Uplink;
  readonly way: Way;
  readonly client: Client;
}

/** Waits for the stream's first byte, or for its end. */
async function answer(stream: PodStream, { candidate, tried, uplink, way, client }: Asked): Promise<Reached> {
  client.onGone = () => abandon(stream);
  if (client.gone) abandon(stream);
  const done = way.onCarried(candidate);
  try {
    uplink.attach(stream);
    if ((await stream.answered) === 'end' && uplink.mayRepeat && way.hasOther(tried)) {
      abandon(stream);
      const pod = `${candidate.namespace}/${candidate.pod}`;
      throw fail('forward-failed', { pod, detail: 'ended without an answer' });
    }
    uplink.settle();
    way.onAnswered();
    return { stream, done };
  } catch (error) {
    done();
    if (stream.reached && uplink.hasSent) uplink.expose();
    throw error;
  } finally {
    client.onGone = way.hangUp;
    if (client.gone) way.hangUp();
  }
}

function isWorthWaiting(failure: Failure): boolean {
  return isRetryable(failure) && failure.code !== 'pod-refused' && failure.code !== 'forward-failed';
}
