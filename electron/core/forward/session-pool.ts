import { AppError, toFailure } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { Dial, PodSession, PodStream, PodTarget } from './pod-stream.ts';

/**
 * So many streams share a session: the server works on streams by id modulo 5, so that up to five never wait for each
 * other's slow readers (portforward in k8s.io/streaming, spdystream's workers).
 */
const STREAMS = 5;
/** With so many sessions to a pod, more streams share those there are: the control plane is not ours alone. */
const SESSIONS = 16;
/** A pod's sessions that may be dialled at one time: each costs the API server three connections. */
const DIALS = 4;
/** After a spare session could not be had, none is asked for so long, in ms. */
const SPARE_PAUSE = 10_000;
/** How long a session without streams is kept for the next connection, in ms; and how long while there is another one. */
const IDLE = 5 * 60_000;
const IDLE_BESIDE = 30_000;

interface PodEntry {
  readonly key: string;
  readonly target: PodTarget;
  readonly sessions: Set<PodSession>;
  /** Sessions without streams, and how to keep each from being closed. */
  readonly idle: Map<PodSession, AbortController>;
  /** Those who wait for a place on a session, in order. */
  readonly waiting: Set<Waiter>;
  /** The port that was asked for last. */
  port: number;
  dialling: number;
  /** When a spare session may be asked for again. */
  spareFrom: number;
}

interface Waiter {
  readonly take: (session: PodSession) => void;
  readonly refuse: (error: AppError) => void;
}

/**
 * Sessions with pods, shared by the connections that go to them and closed when idle. One with room is there before it is
 * asked for: a bulk transfer or a stalled reader has its session to itself and those who were on it before.
 */
export class SessionPool {
  readonly #dial: Dial;
  readonly #clock: Clock;
  readonly #pods = new Map<string, PodEntry>();
  readonly #life = new AbortController();
  /** When sessions may be had in advance again. */
  #warmFrom = 0;

  constructor({ dial, clock }: { readonly dial: Dial; readonly clock: Clock }) {
    this.#dial = dial;
    this.#clock = clock;
  }

  /** A connection to a port of the pod; rejects with why there is no session, or with the signal's reason. */
  open(target: PodTarget, port: number, signal: AbortSignal): Promise<PodStream> {
    const entry = this.#entry(target, port);
    const session = entry.waiting.size === 0 && !signal.aborted && freest(entry);
    if (!session) return this.#wait(entry, port, signal);
    keep(entry, session);
    const stream = session.open(port);
    this.#serve(entry);
    return Promise.resolve(stream);
  }

  /** Has a session with a pod there before anybody asks for it: the next connection is likely to be for it. */
  warm(target: PodTarget, port: number): void {
    if (this.#pods.has(keyOf(target)) || this.#clock.now() < this.#warmFrom) return;
    this.#dialOnce(this.#entry(target, port), true).catch(() => undefined);
  }

  #wait(entry: PodEntry, port: number, signal: AbortSignal): Promise<PodStream> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const leave = (): void => {
        entry.waiting.delete(waiter);
        signal.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        take: (session) => {
          leave();
          resolve(session.open(port));
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      entry.waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
      this.#serve(entry);
    });
  }

  close(): void {
    this.#life.abort();
    for (const { sessions } of [...this.#pods.values()]) for (const session of [...sessions]) session.close();
    this.#pods.clear();
  }

  #entry(target: PodTarget, port: number): PodEntry {
    const key = keyOf(target);
    const known = this.#pods.get(key);
    if (known) return Object.assign(known, { port });
    const entry: PodEntry = {
      key,
      target,
      sessions: new Set(),
      idle: new Map(),
      waiting: new Set(),
      port,
      dialling: 0,
      spareFrom: 0,
    };
    this.#pods.set(key, entry);
    return entry;
  }

  /** Gives places on sessions to those who wait, in order, and dials for the rest. */
  #serve(entry: PodEntry): void {
    for (const waiter of [...entry.waiting]) {
      const session = freest(entry);
      if (!session) break;
      place(entry, waiter, session);
    }
    const room = (): boolean => entry.dialling < DIALS && entry.sessions.size + entry.dialling < SESSIONS;
    while (room() && entry.dialling * STREAMS < entry.waiting.size) this.#dialOnce(entry, false).catch(() => undefined);
    // Never the first one: nobody may want this pod any more.
    const isShort = entry.sessions.size > 0 && entry.dialling === 0 && !freest(entry);
    if (isShort && room() && this.#clock.now() >= entry.spareFrom) this.#dialOnce(entry, true).catch(() => undefined);
  }

  async #dialOnce(entry: PodEntry, isSpare: boolean): Promise<void> {
    entry.dialling += 1;
    try {
      const session = await this.#dial(entry.target, { port: entry.port, signal: this.#life.signal, isSpare });
      if (this.#life.signal.aborted) {
        session.close();
        return;
      }
      entry.sessions.add(session);
      session.onChange(() => this.#changed(entry, session));
      this.#changed(entry, session);
    } catch (error) {
      const refusal = error instanceof AppError ? error : new AppError(toFailure(error), error);
      entry.spareFrom = this.#clock.now() + SPARE_PAUSE;
      if (isSpare) this.#warmFrom = entry.spareFrom;
      for (const waiter of [...entry.waiting]) {
        const session = leastUsed(entry);
        if (session) place(entry, waiter, session);
        else waiter.refuse(refusal);
      }
    } finally {
      entry.dialling -= 1;
      this.#serve(entry);
      this.#forgetEmpty(entry);
    }
  }

  #changed(entry: PodEntry, session: PodSession): void {
    if (session.ended) {
      keep(entry, session);
      entry.sessions.delete(session);
    } else if (session.live === 0) this.#rest(entry, session);
    this.#serve(entry);
    this.#forgetEmpty(entry);
  }

  #rest(entry: PodEntry, session: PodSession): void {
    if (entry.idle.has(session)) return;
    const kept = new AbortController();
    entry.idle.set(session, kept);
    this.#retire(entry, session, kept.signal).catch(() => undefined);
  }

  async #retire(entry: PodEntry, session: PodSession, kept: AbortSignal): Promise<void> {
    await this.#clock.sleep(IDLE_BESIDE, kept);
    if (entry.idle.size === 1) await this.#clock.sleep(IDLE - IDLE_BESIDE, kept);
    session.close();
  }

  #forgetEmpty({ key, sessions, waiting, dialling }: PodEntry): void {
    if (sessions.size === 0 && waiting.size === 0 && dialling === 0) this.#pods.delete(key);
  }
}

function keyOf({ namespace, pod, uid }: PodTarget): string {
  return uid ?? `${namespace}/${pod}`;
}

/** Made once: an abort without a reason makes an error with a stack each time. */
const inUse = new Error('the session is in use');

/** A session that is in use, or over, is not closed for being idle. */
function keep({ idle }: PodEntry, session: PodSession): void {
  idle.get(session)?.abort(inUse);
  idle.delete(session);
}

function place(entry: PodEntry, waiter: Waiter, session: PodSession): void {
  keep(entry, session);
  waiter.take(session);
}

/** The session for one more stream, if one has room; where there may be no more sessions, all have. */
function freest(entry: PodEntry): PodSession | undefined {
  const session = leastUsed(entry);
  const hasRoom = session && !session.busy && session.load < STREAMS;
  return hasRoom || entry.sessions.size >= SESSIONS ? session : undefined;
}

/** The session with the fewest streams of those that are not busy, else of all. */
function leastUsed({ sessions }: PodEntry): PodSession | undefined {
  let best: PodSession | undefined;
  for (const session of sessions) if (session.accepting && (!best || rank(session) < rank(best))) best = session;
  return best;
}

function rank({ busy, load }: PodSession): number {
  return (busy ? Number.MAX_SAFE_INTEGER / 2 : 0) + load;
}
