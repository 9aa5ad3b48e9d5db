/** What stands in a credential's place. */
export const HIDDEN = '[hidden]';
const NAMED_SECRET =
  /((?:token|secret|passw(?:or)?d|assertion|signature|(?:api|access|secret|private)[-_]?key|[?&]code)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi;

/**
 * A program's own words without what looks like a credential: bearer tokens, JWTs, passwords in addresses, values
 * named like secrets, and long words of letters and digits mixed.
 *
 * It errs on the side of hiding: these words go to screens and logs.
 */
export function redact(words: string): string {
  return hideNamed(words)
    .replaceAll(/\b(bearer|basic)(\s+)[^\s"',;]+/gi, `$1$2${HIDDEN}`)
    .replaceAll(/[\w+=~-]{32,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? HIDDEN : word));
}

/** The same for texts that hold checksums and sentences, too: only what shows by its form or name what it is. */
export function hideNamed(words: string): string {
  return words
    .replaceAll(/\b(bearer|basic)(\s+)[\w+/.~=-]{16,}/gi, `$1$2${HIDDEN}`)
    .replaceAll(/\beyJ[\w-]+(\.[\w-]*)*/g, HIDDEN)
    .replaceAll(/(:\/\/)[^\s/@]+@/g, `$1${HIDDEN}@`)
    .replaceAll(NAMED_SECRET, `$1${HIDDEN}`);
}

/** Whether a field, a variable or an annotation of this name holds a credential, not what one is called or where it is. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

const SECRET_NAME =
  /(?:token|secret|passw(?:or)?d|passphrase|credentials?|(?:api|access|secret|private|client|signing|encryption)[-_.]?key(?:[-_.]?data)?)$/i;

/** The first lines of what a program said, fit for a message: redacted, without colours, not too long. */
export function firstLines(output: string, { lines = 5, characters = 500 } = {}): string {
  // eslint-disable-next-line no-control-regex -- escape sequences are made of control characters
  const plain = output.replaceAll(/\u001b\[[\d;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  const kept = plain.split('\n').filter((line) => line.trim() !== '');
  return redact(kept.slice(0, lines).join('\n')).slice(0, characters);
}
