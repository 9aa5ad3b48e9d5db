import { homedir } from 'node:os';
import { stateDir } from '../core/state-dir.ts';
import { createCore, type Core } from '../core/core.ts';
import type { LiveSource } from '../core/live.ts';
import { AppError, fail } from '../../shared/failure.ts';
import type { Keyed } from '../../shared/change.ts';
import type { ContextView } from '../../shared/model/context.ts';
import type { ClusterOptions } from './options.ts';

/** A core for one command, connected to one context. */
export interface Session {
  readonly core: Core;
  /** The context's key. */
  readonly context: string;
  /** The namespace asked for; undefined for all. */
  readonly namespace: string | undefined;
}

/** Opens a core that remembers nothing but what it changed. */
export function openCore(options: ClusterOptions): Promise<Core> {
  return createCore({
    env: process.env,
    home: homedir(),
    historyDir: stateDir(process.env),
    ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
    impersonate: { ...(options.as !== undefined && { user: options.as }), groups: options.asGroup ?? [] },
  });
}

/** Opens such a core, and connects the context that the options name. */
export async function openSession(options: ClusterOptions): Promise<Session> {
  const core = await openCore(options);
  try {
    const context = pickContext(core, options.context);
    core.clusters.connect(context.key);
    const namespace = options.allNamespaces ? undefined : (options.namespace ?? context.namespace ?? 'default');
    return { core, context: context.key, namespace };
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** Runs a command with a session that ends with it. */
export async function withSession(options: ClusterOptions, work: (session: Session) => Promise<void>): Promise<void> {
  const session = await openSession(options);
  try {
    await work(session);
  } finally {
    await session.core.close();
  }
}

function pickContext(core: Core, name: string | undefined): ContextView {
  const contexts = [...core.clusters.contexts.items.values()];
  const failure = core.preferences.kubeconfig.items.get('kubeconfig')?.failures[0];
  if (contexts.length === 0 && failure) throw new AppError(failure);
  const picked = contexts.find((context) => (name === undefined ? context.current : context.name === name));
  if (picked) return picked;
  const known = contexts.map((context) => context.name).join(', ');
  throw name === undefined ? fail('context-no-current', { known }) : fail('context-unknown', { context: name, known });
}

/** Resolves with the items once they are complete, or rejects with why they can't be had. */
export function whenLive<T extends Keyed>({ core, context }: Session, source: LiveSource<T>): Promise<readonly T[]> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const check = (): void => {
      const link = core.clusters.contexts.items.get(context)?.link;
      const settled = source.freshness.state === 'live';
      const { freshness } = source;
      const own = freshness.state === 'stale' ? freshness.failure : undefined;
      const failure = own ?? (link && 'failure' in link ? link.failure : undefined);
      if (!settled && !failure) return;
      for (const stop of stops) stop();
      if (settled) resolve([...source.items.values()]);
      else if (failure) reject(new AppError(failure));
    };
    stops.push(source.subscribe(check), core.clusters.contexts.subscribe(check));
    check();
  });
}
