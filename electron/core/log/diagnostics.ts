import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { Settings } from '../../../shared/model/settings.ts';
import { VERSION } from '../../../shared/version.ts';
import type { Log } from './log.ts';
import type { Recorded } from './record.ts';
import { redact } from './redact.ts';

export interface DiagnosticsOptions extends Recorded {
  readonly log: Log;
  readonly settings: Settings;
  /** Shown as `~`: the person's name is nobody's business. */
  readonly home: string;
}

/** So many of the log's last lines come along. */
const LINES = 100;

/** What somebody who helps needs to know, as Markdown for a ticket: versions, states, and the end of the log. */
export async function diagnostics(options: DiagnosticsOptions): Promise<string> {
  const { contexts, forwards, log, settings, home } = options;
  const { kubeconfigs, proxy, ...plain } = settings;
  const text = [
    `Portolan ${VERSION} on ${runtime()}`,
    `Settings: ${JSON.stringify({ ...plain, kubeconfigs: kubeconfigs.length, proxy: proxy !== '' })}`,
    `Contexts: ${counted([...contexts.items.values()].map(({ link, version = '' }) => `${link.state} ${version}`.trim()))}`,
    `Forwards: ${counted([...forwards.items.values()].map(({ state }) => state.state))}`,
    '',
    '```',
    ...(await lastLines(log.file)),
    '```',
    '',
  ].join('\n');
  return redact(home.length > 1 ? text.replaceAll(home, '~') : text);
}

function runtime(): string {
  const { electron, node } = process.versions;
  const host = electron === undefined ? `Node ${node}` : `Electron ${electron} (Node ${node})`;
  return `${host}, ${process.platform} ${process.arch} ${release()}`;
}

/** `3 live v1.34.1, 1 off`. */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ') || 'none';
}

async function lastLines(file: string | undefined): Promise<readonly string[]> {
  const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-LINES);
}
