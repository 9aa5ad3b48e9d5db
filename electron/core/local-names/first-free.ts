import type { Server } from 'node:net';
import { AppError, toFailure } from '../../../shared/failure.ts';
import { listenOnLoopback, type Loopback } from '../loopback.ts';

/** Listens on the first of `ports` that is free; rejects with why the first one is not. */
export async function firstFree(ports: readonly number[], create: () => Server): Promise<Loopback<Server>> {
  let why: unknown;
  for (const port of ports) {
    try {
      return await listenOnLoopback(port, create);
    } catch (error) {
      why ??= error;
    }
  }
  throw new AppError(toFailure(why), why);
}
