import type { ContextView } from '../../../shared/model/context.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { sentence } from '../../../shared/sentence.ts';

/** How a context signs in, in a few words. */
export function credentialWords({ credential, command }: ContextView): string {
  switch (credential) {
    case 'certificate':
      return m.clusters_credential_certificate();
    case 'token':
      return m.clusters_credential_token();
    case 'token-file':
      return m.clusters_credential_token_file();
    case 'exec':
      return m.clusters_credential_exec({ command: command?.split(/[\\/]/).at(-1) ?? '' });
    case 'basic':
      return m.clusters_credential_basic();
    case 'oidc':
      return m.clusters_credential_oidc();
    case 'none':
      return m.clusters_credential_none();
  }
}

/** A plugin that takes longer than this, in ms, probably waits for somebody. */
const PLUGIN_TAKES = 5000;

/** Why a context is not live, and when it is tried again; undefined where there is nothing to say. */
export function troubleWords(context: ContextView, now: number): string | undefined {
  const { link } = context;
  if (link.state === 'connecting') return pluginWords(context, now - link.since);
  if (!('failure' in link)) return undefined;
  const text = sentence(link.failure);
  const retryAt = 'retryAt' in link ? link.retryAt : undefined;
  if (retryAt === undefined) return text;
  const seconds = Math.ceil((retryAt - now) / 1000);
  return seconds > 0 ? m.clusters_retry_in({ sentence: text, seconds }) : m.clusters_retrying({ sentence: text });
}

function pluginWords({ command }: ContextView, waited: number): string | undefined {
  if (command === undefined || waited < PLUGIN_TAKES) return undefined;
  return m.clusters_plugin_waits({ command, seconds: Math.floor(waited / 1000) });
}
