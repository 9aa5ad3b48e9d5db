import { m } from '../../../shared/paraglide/messages.js';
import type { App } from '../../live/app.svelte.ts';

/** What a person can send along with a question; no credential is in it. */
export function copyDiagnostics(app: App): void {
  app.act(async (client) => app.copy(await client.about.diagnostics({}), m.settings_diagnostics_done()));
}
