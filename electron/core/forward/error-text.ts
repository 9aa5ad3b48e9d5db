import { failure, type Failure } from '../../../shared/failure.ts';

const maxDetail = 200;
/** The streaming library's own words in front of the runtime's. */
const preamble = /^error forwarding port \d+ to pod .*?, uid \S*\s*: /s;
const wrapping = /^failed to execute portforward in network namespace "[^"]*": /;
const refused = /connection refused/i;
const gone =
  /pod (?:does not exist|not found)|sandbox .*(?:not found|not running)|no such container|network namespace.* (?:is closed|no such file)/is;
/** Only a connection that was made can be read from or written to. */
const connected = /connection reset by peer|broken pipe|\b(?:read|write|readfrom|writeto) tcp|splice:/i;

export interface PodTrouble {
  readonly failure: Failure;
  /** Whether the app in the pod had been connected to, and so may have read what was sent. */
  readonly reached: boolean;
}

/** What the node says on an error stream, cut down to its cause. */
export function parseErrorText(
  text: string,
  { pod, port }: { readonly pod: string; readonly port: number },
): PodTrouble {
  const cause = text.trim().replace(preamble, '').replace(wrapping, '');
  if (connected.test(cause))
    return { failure: failure('forward-failed', { pod, detail: shorten(cause) }), reached: true };
  if (refused.test(cause))
    return { failure: failure('pod-refused', { pod, port, detail: 'connection refused' }), reached: false };
  if (gone.test(cause)) return { failure: failure('pod-gone', { pod }), reached: false };
  return { failure: failure('forward-failed', { pod, detail: shorten(cause) }), reached: false };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > maxDetail ? `${line.slice(0, maxDetail)}…` : line;
}
