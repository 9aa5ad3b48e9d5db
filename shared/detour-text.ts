import type { ForwardProtocol } from './model/forward.ts';
import { m } from './paraglide/messages.js';
import { sentence } from './sentence.ts';

/** Which other way a forward's connections take than the best one, and why; undefined where they take that one. */
export function detourText(protocol: ForwardProtocol | undefined): string | undefined {
  switch (protocol?.name) {
    case 'websocket':
      return m.forwards_by_websocket({ sentence: sentence(protocol.reason) });
    case 'legacy':
      return m.forwards_by_legacy({ sentence: sentence(protocol.reason) });
    case 'spdy':
    case undefined:
      return undefined;
  }
}
