import { parseUrl } from './origin.ts';

/** Which file runs in the core's process: the core itself, or the bridge to one that runs elsewhere. */
export type CoreEntry = 'core.cjs' | 'attach.cjs';

/**
 * Reads `PORTOLAN_ATTACH`. Throws for an address that would carry the key readably over a network, so that the window
 * does not open rather than wait for a link that must not come.
 */
export function coreEntry(env: NodeJS.ProcessEnv): CoreEntry {
  const address = env['PORTOLAN_ATTACH'];
  if (!address) return 'core.cjs';
  const url = parseUrl(address);
  const safe = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && LOOPBACK.test(url.hostname));
  if (!safe) throw new Error(`PORTOLAN_ATTACH must be ws:// on this computer, or wss://; it is ${address}`);
  return 'attach.cjs';
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
