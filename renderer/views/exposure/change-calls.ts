import type { ExposurePlan } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { App } from '../../live/app.svelte.ts';

const shown = ({ namespace, name }: ServiceRef): string => `${namespace}/${name}`;

/** Says what was changed, with the way back beside it. */
export function tellChanged(app: App, plan: ExposurePlan): void {
  const { context, namespace, name, from, to } = plan;
  const service = shown(plan);
  const text = from === to ? m.sheet_changed({ service }) : m.sheet_changed_type({ service, from, to });
  const run = (): void => undoChange(app, { context, namespace, name });
  app.notice = { tone: 'done', text, action: { label: m.sheet_undo(), run } };
}

/** Takes the last change of a Service back, whatever it was. */
export function undoChange(app: App, ref: ServiceRef): void {
  app.act(async (client) => {
    await client.exposure.undo({ ref });
    const action = { label: m.sheet_redo(), run: () => redoChange(app, ref) };
    app.notice = { tone: 'done', text: m.sheet_undone({ service: shown(ref) }), action };
  });
}

/** Does again what was undone last. */
export function redoChange(app: App, ref: ServiceRef): void {
  app.act(async (client) => {
    await client.exposure.redo({ ref });
    const action = { label: m.sheet_undo(), run: () => undoChange(app, ref) };
    app.notice = { tone: 'done', text: m.sheet_redone({ service: shown(ref) }), action };
  });
}
