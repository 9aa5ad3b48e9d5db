import { AppError, toFailure } from '../../../shared/failure.ts';
import type { CheckKind, CheckPlan, CheckReport } from '../../../shared/model/check.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import type { TestPods } from '../test-pod/test-pods.ts';
import { tryEndpoints } from './connect.ts';
import { tryFromInside } from './inside.ts';
import { readLogs } from './log-tail.ts';
import { planChecks } from './plan.ts';
import { readSubject } from './subject.ts';

export interface CheckQuestion {
  readonly api: KubeApi;
  readonly ref: Pick<ServiceRef, 'namespace' | 'name'>;
  /** Of the Pod that asks from inside. */
  readonly image?: string;
  readonly signal: AbortSignal;
}

/** What is done only when a person asks for it. */
export class Checks {
  readonly #clock: Clock;
  readonly #testPods: TestPods;

  constructor({ clock, testPods }: { readonly clock: Clock; readonly testPods: TestPods }) {
    this.#clock = clock;
    this.#testPods = testPods;
  }

  /** What each kind of check would do. Fails with `service-gone`. */
  async plan(question: CheckQuestion): Promise<CheckPlan> {
    return planChecks(await readSubject(question), question.image);
  }

  /** Does it. What could not be done is among the report's failures; fails with `service-gone`, or the signal's reason. */
  async run(kind: CheckKind, question: CheckQuestion): Promise<CheckReport> {
    const { signal } = question;
    const facts = await readSubject(question);
    const report = { kind, at: this.#clock.now(), attempts: [], logs: [], failures: [] };
    const asking = { ...question, clock: this.#clock };
    try {
      switch (kind) {
        case 'connect':
          return { ...report, ...(await tryEndpoints(facts, asking)) };
        case 'inside':
          return { ...report, ...(await tryFromInside(facts, { ...question, testPods: this.#testPods }, asking)) };
        case 'log':
          return { ...report, ...(await readLogs(facts, asking)) };
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { ...report, failures: [toFailure(error)] };
    }
  }
}
