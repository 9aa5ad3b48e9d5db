/** Electron's names of keys that the command table calls otherwise. */
const names: Readonly<Record<string, string>> = {
  Mod: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/**
 * The key that a menu shows beside a command, from those of the command table. Only chords: a menu cannot have a
 * sequence, and a bare key would be taken from whoever types. A Mac's go with Cmd where there is such a one.
 */
export function acceleratorOf(keys: readonly string[] = [], isMac: boolean): string | undefined {
  const chords = keys.filter((key) => /^(?:Mod|Alt)\+\S+$/.test(key));
  const key = (isMac ? chords.find((chord) => chord.startsWith('Mod+')) : undefined) ?? chords[0];
  return key
    ?.split('+')
    .map((part) => names[part] ?? part)
    .join('+');
}
