/** So many of the latest answers are remembered. */
const KEPT = 256;

/** Times to the first byte of the answers of a span, in ms. */
export interface AnswerTimes {
  readonly p50: number;
  readonly p90: number;
}

interface Answer {
  readonly at: number;
  readonly took: number;
}

/** How long the latest answers took to begin. */
export class LatestAnswers {
  readonly #answers: Answer[] = [];
  #next = 0;

  /** An answer began at `at`, `took` ms after it was asked for. */
  add(at: number, took: number): void {
    this.#answers[this.#next] = { at, took: Math.max(0, took) };
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Of the answers since `from`; undefined when there was none. The nearest rank, so that it is one that was seen. */
  since(from: number): AnswerTimes | undefined {
    const times = this.#answers.filter(({ at }) => at >= from).map(({ took }) => took);
    times.sort((a, b) => a - b);
    const rank = (part: number): number | undefined => times[Math.ceil(part * times.length) - 1];
    const [p50, p90] = [rank(0.5), rank(0.9)];
    return p50 === undefined || p90 === undefined ? undefined : { p50, p90 };
  }
}
