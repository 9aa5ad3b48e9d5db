import type { ObjectsDone } from '../../../shared/model/objects.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { App } from '../../live/app.svelte.ts';
import { undoChange } from '../exposure/change-calls.ts';

const words = {
  created: m.create_created,
  deleted: m.create_deleted,
  slices: m.create_slices_changed,
} as const;

/** Says what was done to whole objects, with the way back beside it. */
export function tellDone(app: App, { plan, held }: ObjectsDone, what: keyof typeof words): void {
  const { context, namespace, name } = plan;
  const service = `${namespace}/${name}`;
  const text = held.length > 0 ? m.create_held({ service, finalizers: held.join(', ') }) : words[what]({ service });
  const run = (): void => undoChange(app, { context, namespace, name });
  app.notice = { tone: 'done', text, action: { label: m.sheet_undo(), run } };
}
