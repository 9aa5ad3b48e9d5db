/** Shorter ones are words that stand in many sentences. */
const SHORTEST = 4;

type Headers = Readonly<Record<string, unknown>>;

/** The credentials in a request: what its Authorization says, in all its spellings, and what a sign-in form holds. */
export function secretsIn({ Authorization: header }: Headers, body: string | undefined): readonly string[] {
  const [scheme = '', value = ''] = typeof header === 'string' ? header.split(' ', 2) : [];
  const password =
    scheme === 'Basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : '';
  const form = new URLSearchParams(body?.startsWith('grant_type=') ? body : '');
  const sent = [value, password, form.get('refresh_token') ?? '', form.get('client_secret') ?? ''];
  return sent.filter(({ length }) => length >= SHORTEST);
}

/** A text without these credentials. */
export function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}
