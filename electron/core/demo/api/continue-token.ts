import { dig, text } from '../../json.ts';
import { badRequest, type StatusError } from '../../api-rules/status-error.ts';
import { checkJson } from './json-text.ts';

/** Where a list goes on: behind one object, as things were at one version. */
export interface Place {
  readonly version: number;
  readonly after: { readonly namespace: string; readonly name: string };
}

/** In place of a version that is forgotten: the list goes on with what is there now. */
export const ANY_VERSION = -1;

const FORMAT = 'meta.k8s.io/v1';
const END = '\u0000';

export function writeToken({ version, after: { namespace, name } }: Place): string {
  const start = namespace === '' ? `/${name}${END}` : `/${namespace}/${name}${END}`;
  return Buffer.from(JSON.stringify({ v: FORMAT, rv: version, start })).toString('base64url');
}

export function readToken(token: string): Place {
  const wrong = firstWrongByte(token);
  if (wrong !== undefined) throw badToken(`illegal base64 data at input byte ${wrong}`);
  // Byte by byte, as the server looks at it.
  const json = Buffer.from(token, 'base64url').toString('latin1');
  const { error } = checkJson(json);
  if (error !== undefined) throw badToken(error);
  const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  const format = text(dig(value, 'v'));
  if (format !== FORMAT) throw badToken(`server does not recognize this encoded version ${format}`);
  const [version, start] = [dig(value, 'rv'), dig(value, 'start')];
  if (typeof version !== 'number' || version === 0)
    throw badToken(`incorrect encoded start resourceVersion (version ${FORMAT})`);
  if (typeof start !== 'string' || start === '') throw badToken(`encoded start key empty (version ${FORMAT})`);
  const parts = start
    .replace(END, '')
    .split('/')
    .filter((part) => part !== '');
  return { version, after: { name: parts.at(-1) ?? '', namespace: parts.length > 1 ? (parts[0] ?? '') : '' } };
}

function firstWrongByte(text: string): number | undefined {
  const at = /[^A-Za-z0-9_-]/.exec(text)?.index;
  if (at !== undefined) return at;
  return text.length % 4 === 1 ? text.length - 1 : undefined;
}

function badToken(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
