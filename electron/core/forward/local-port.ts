/** Below this, Unix lets only root listen. */
const PRIVILEGED = 1024;
const LAST = 65_535;
const readable: Readonly<Record<number, number>> = { 80: 8080, 443: 8443 };

/** The local port to try first for a Service port: the same number, or one easy to remember where that is privileged. */
export function preferredPort(port: number): number {
  return port >= PRIVILEGED ? port : (readable[port] ?? 10_000 + port);
}

/** The ports to try in turn from `first`: the next ones, then (0) whichever is free. */
export function portsFrom(first: number, tries = 20): readonly number[] {
  const next = Array.from({ length: tries }, (_, n) => first + n).filter((port) => port <= LAST);
  return [...next, 0];
}
