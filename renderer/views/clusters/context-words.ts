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

/** Why a context is not live, and when it is tried again; undefined where there is nothing to say. */
export function troubleWords({ link }: ContextView, now: number): string | undefined {
  if (!('failure' in link)) return undefined;
  const text = sentence(link.failure);
  const retryAt = 'retryAt' in link ? link.retryAt : undefined;
  if (retryAt === undefined) return text;
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return m.clusters_retry_in({ sentence: text, seconds });
}
