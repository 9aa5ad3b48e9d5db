/**
 * What a run of tests says of a gate that is gone: `red` is the proof, that an assertion failed. `green`: nobody noticed.
 * `no proof`: something failed otherwise, as code does that cannot run at all. `no test`: none has such a title.
 */
export type Verdict = 'red' | 'green' | 'no proof' | 'no test';

/** One test that ran, with its errors; none if it passed. */
interface Ran {
  readonly errors: readonly string[];
}

/** Vitest's errors for what did not come, or was not refused, tell by their stack alone that they are assertions. */
const ASSERTION = /AssertionError|__VITEST_(?:POLL|REJECTS|RESOLVES)_|\bexpect(?:\.soft|\.poll)?\(/;

export function verdict(ran: readonly Ran[]): Verdict {
  const errors = ran.flatMap((test) => test.errors);
  if (errors.some((error) => ASSERTION.test(error))) return 'red';
  if (errors.length > 0) return 'no proof';
  return ran.length > 0 ? 'green' : 'no test';
}

interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

/** Reads what `vitest --reporter=json` wrote. */
export function ranInVitest(json: string): readonly Ran[] {
  const { testResults } = JSON.parse(json) as VitestReport;
  return testResults.flatMap(({ status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [{ errors: [`not loaded: ${message}`] }];
    const ran = assertionResults.filter((test) => test.status === 'passed' || test.status === 'failed');
    return ran.map(({ failureMessages }) => ({ errors: failureMessages }));
  });
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly tests: readonly { readonly results: readonly PlaywrightResult[] }[] }[];
}

interface PlaywrightResult {
  readonly status: string;
  readonly errors: readonly { readonly message?: string }[];
}

/** Reads what Playwright's JSON reporter wrote. */
export function ranInPlaywright(json: string): readonly Ran[] {
  const { errors, ...all } = JSON.parse(json) as PlaywrightSuite & Pick<PlaywrightResult, 'errors'>;
  const textOf = ({ message = '' }: { readonly message?: string }): string => message;
  const results = [...resultsIn(all)].filter(({ status }) => status !== 'skipped');
  return [
    ...errors.map((error) => ({ errors: [`not run: ${textOf(error).replace('expect(', '')}`] })),
    ...results.map((result) => ({ errors: result.errors.map(textOf) })),
  ];
}

function* resultsIn({ suites = [], specs = [] }: PlaywrightSuite): Generator<PlaywrightResult> {
  for (const { tests } of specs) for (const { results } of tests) yield* results;
  for (const suite of suites) yield* resultsIn(suite);
}
