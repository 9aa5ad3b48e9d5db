import { isRecord, type Json } from '../json.ts';
import { hideNamed, HIDDEN, isSecretName } from './redact.ts';

/**
 * An object as it may be shown: a person who shares their screen, or a screenshot with a ticket, shows no password.
 * What looks like a credential in it is hidden: the values of Secrets, of variables and annotations that are named
 * like one, and what an annotation quotes, such as kubectl's last applied configuration.
 */
export function masked(object: Json): Json {
  const isSecret = object['kind'] === 'Secret';
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (isSecret && (key === 'data' || key === 'stringData')) return [key, hiddenValues(value)];
      return [key, maskedValue(key, value, object)];
    }),
  );
}

function maskedValue(key: string, value: unknown, parent: Json): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskedValue(key, item, parent));
  if (isRecord(value)) return masked(value);
  if (typeof value !== 'string') return value;
  // A variable is named by the field beside its value.
  const name = key === 'value' && typeof parent['name'] === 'string' ? parent['name'] : key;
  if (isSecretName(name)) return HIDDEN;
  return maskedQuote(value) ?? hideNamed(value);
}

/** A text that is JSON itself; undefined where it is not. Where there is nothing to hide it stays letter by letter. */
function maskedQuote(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const quoted: unknown = JSON.parse(text);
    const shown = JSON.stringify(maskedValue('', quoted, {}));
    return shown === JSON.stringify(quoted) ? text : `${shown}${/\s*$/.exec(text)?.[0] ?? ''}`;
  } catch {
    return undefined;
  }
}

function hiddenValues(value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN])) : HIDDEN;
}
