import type { StartReport } from '../../../../shared/model/profile.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import { sentence } from '../../../../shared/sentence.ts';
import type { App } from '../../../live/app.svelte.ts';
import { saveText } from '../../../ui/save-text.ts';

/** Starts several forwards, and says what came of it where not all could be. */
export async function startMany(app: App, start: () => Promise<StartReport | undefined>): Promise<void> {
  const report = await start();
  const [first] = report?.failed ?? [];
  if (!report || !first) return;
  const counts = m.many_started({ n: report.started, failed: report.failed.length });
  app.notice = { tone: 'failed', text: `${counts} ${first.service}: ${sentence(first.failure)}` };
}

/** Puts a profile where the browser puts what it downloads. */
export async function exportProfile(app: App, name: string): Promise<void> {
  const text = await app.attempt((client) => client.profiles.export({ name }));
  if (text === undefined) return;
  saveText(`${name}.portolan.yaml`, { text, type: 'application/yaml' });
}

export async function importProfile(app: App, file: Blob): Promise<void> {
  const text = await file.text();
  const name = await app.attempt((client) => client.profiles.import({ text }));
  if (name !== undefined) app.notice = { tone: 'done', text: m.many_imported({ name }) };
}
