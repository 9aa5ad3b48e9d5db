/**
 * What a cluster says goes to screens and terminals, and anybody who may write an Event or an annotation there can
 * put into it what a screen obeys. Here it becomes text that is what it looks like.
 */

/** Longer is no name and no sentence: a megabyte of it would hold up every window that shows it. */
const LONGEST = 4096;
/** Stands for each character that is not shown. */
const HIDDEN = '\ufffd';

/* eslint-disable no-control-regex -- what is looked for are control characters */
/** Control characters but the tab and the line's end, and the marks that turn the direction of writing around. */
const COMMANDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const COMMAND = new RegExp(COMMANDS.source);
/* eslint-enable no-control-regex */

/** The text with nothing in it that a terminal or a browser would obey. */
export function plainText(text: string): string {
  return COMMAND.test(text) ? text.replace(COMMANDS, HIDDEN) : text;
}

/** The same, cut where it gets longer than anything that is meant to be read. */
export function shortPlainText(text: string): string {
  const plain = plainText(text);
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** No real object has it as a key, and whoever copies key by key changes what the copy is made of. */
const PROTOTYPE = '__proto__';

/** JSON with every text in it plain, keys too. What is plain already stays the same object. */
export function plainJson<T>(value: T, clean: (text: string) => string = plainText): T {
  return isClean(value, clean) ? value : (cleaned(value, clean) as T); // texts become texts, all else stays what it is
}

/** Nearly all is, and is only looked at: thousands of objects come at once. */
function isClean(value: unknown, clean: (text: string) => string): boolean {
  if (typeof value === 'string') return clean(value) === value;
  if (Array.isArray(value)) return value.every((item) => isClean(item, clean));
  if (!isPlainObject(value)) return true;
  const isClear = (key: string): boolean => key !== PROTOTYPE && clean(key) === key && isClean(value[key], clean);
  return Object.keys(value).every(isClear);
}

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleaned(item, clean));
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== PROTOTYPE);
  return Object.fromEntries(kept.map(([key, child]) => [clean(key), cleaned(child, clean)]));
}

/** Feeds and whatever else is more than data passes as it is. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
