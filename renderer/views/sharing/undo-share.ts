import type { ShareRef } from '../../../shared/model/share.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { App } from '../../live/app.svelte.ts';

/** Gives the Services their load balancers back and takes the entry's objects away; says what could not be undone. */
export function undoShare(app: App, { context, namespace, name }: ShareRef): void {
  app.act(async (client) => {
    const outcomes = await client.sharing.undo({ context, namespace, name });
    const failed = outcomes.flatMap((one) => (one.ok ? [] : [one]));
    const text = failed[0]?.failure ?? m.share_undone({ name, n: outcomes.length });
    app.notice = { tone: failed.length > 0 ? 'failed' : 'done', text };
  });
}
