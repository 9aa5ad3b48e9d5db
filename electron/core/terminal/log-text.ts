/** So many colours tell Pods apart; they are the theme's own, so both themes stay readable. */
const COLOURS = [36, 35, 32, 33, 34, 31];
const ESCAPE = '\u001b';

/**
 * A line that others have written, made safe for a screen: colours stay, and everything that could move the cursor,
 * rename the window, hide or reorder text is taken out. A log must not be able to look like another line.
 */
export function safeLine(line: string): string {
  const coloured = line.replaceAll(SEQUENCE, (sequence) => (COLOUR.test(sequence) ? sequence : ''));
  const plain = coloured.replaceAll(CONTROL, (character) => (character === ESCAPE ? character : '·'));
  return plain.includes(ESCAPE) ? `${plain}${ESCAPE}[0m` : plain;
}

/** The same without colours, for what is no terminal. */
export function plainLine(line: string): string {
  return line.replaceAll(SEQUENCE, '').replaceAll(CONTROL, '·');
}

/* eslint-disable no-control-regex -- what is looked for are control characters */
/** CSI, OSC and the other strings with their ends or without, and two-character escapes; a lone ESC is one, too. */
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -~]?)/g;
const COLOUR = /^\u001b\[[\d;:]*m$/;
/** C0 but the tab, C1, and the marks that turn the direction of writing around. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/* eslint-enable no-control-regex */

/** What stands before each line of a Pod's log where there are several. */
export function podPrefix(pod: string, place: number): string {
  const colour = COLOURS[place % COLOURS.length] ?? 0;
  return `${ESCAPE}[${String(colour)}m${safeLine(pod)}${ESCAPE}[0m `;
}

/** A line of our own among theirs. */
export function note(text: string): string {
  return `${ESCAPE}[2m${text}${ESCAPE}[0m\r\n`;
}
