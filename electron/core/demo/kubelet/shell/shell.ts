import { commands, type ShellPlace } from './commands.ts';

/** The streams of a process. `write` resolves when more can be taken. */
export interface ShellStreams {
  readonly tty: boolean;
  write(text: string, stream?: 'stdout' | 'stderr'): Promise<void>;
}

const PROMPT = '/ # ';
const WELCOME = 'A shell of the demo cluster. help says what it knows.\n';

/** A shell in miniature: lines with echo, Backspace, Ctrl C and Ctrl D, and a handful of commands. */
export class Shell {
  readonly #place: ShellPlace;
  readonly #streams: ShellStreams;
  #line = '';
  #code = 0;
  #isInterrupted = false;
  /** What was typed is worked off in order, one line after the other. */
  #work: Promise<void> = Promise.resolve();
  #exit: (code: number) => void = () => undefined;
  /** Resolves with the exit code. */
  readonly exited: Promise<number>;

  constructor(place: ShellPlace, streams: ShellStreams) {
    this.#place = place;
    this.#streams = streams;
    this.exited = new Promise((resolve) => (this.#exit = resolve));
  }

  /** Starts to listen: to a person on a terminal, or to a script on stdin. */
  open(): void {
    if (this.#streams.tty) this.#then(() => this.#print(`${WELCOME}${PROMPT}`));
  }

  /** Runs one command, and exits with its code. */
  run(line: string): void {
    this.#then(async () => {
      await this.#command(line);
      this.#exit(this.#code);
    });
  }

  take(text: string): void {
    for (const key of text) {
      if (key === '\u0003') this.#interrupt();
      else if (key === '\u0004') this.#then(() => this.#exit(this.#code));
      else if (key === '\r' || key === '\n') this.#enter();
      else if (key === '\u007f' || key === '\b') this.#rub();
      else if (key >= ' ') {
        this.#line += key;
        this.#echo(key);
      }
    }
  }

  /** Nobody reads any more. */
  hangUp(): void {
    this.#isInterrupted = true;
    this.#exit(129);
  }

  #interrupt(): void {
    this.#isInterrupted = true;
    this.#line = '';
    this.#then(() => this.#print(`^C\n${PROMPT}`));
  }

  #rub(): void {
    if (this.#line === '') return;
    this.#line = this.#line.replace(/.$/u, '');
    this.#echo('\b \b');
  }

  #enter(): void {
    const line = this.#line;
    this.#line = '';
    this.#echo('\n');
    this.#then(async () => {
      await this.#command(line);
      if (this.#streams.tty && !this.#isInterrupted) await this.#print(PROMPT);
    });
  }

  async #command(line: string): Promise<void> {
    const [name = '', ...args] = line.trim().split(/\s+/);
    this.#isInterrupted = false;
    if (name === '') return;
    if (name === 'exit') {
      this.#exit(Number(args[0] ?? this.#code) & 0xff);
      return;
    }
    const command = commands[name];
    if (!command) {
      this.#code = 127;
      return this.#print(`sh: ${name}: not found\n`);
    }
    const printed = command(args.map(withoutQuotes), this.#place);
    for (;;) {
      const { value, done } = await printed.next();
      if (done === true) return void (this.#code = value);
      if (typeof value === 'string') await this.#print(value);
      else await this.#print(value.error, 'stderr');
      if (this.#interrupted) return;
    }
  }

  /** Asked anew after each wait: the compiler takes a field for what it was before. */
  get #interrupted(): boolean {
    return this.#isInterrupted;
  }

  #echo(text: string): void {
    if (this.#streams.tty) this.#then(() => this.#print(text));
  }

  #print(text: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    // A terminal is one stream.
    return this.#streams.tty ? this.#streams.write(text.replaceAll('\n', '\r\n')) : this.#streams.write(text, stream);
  }

  #then(work: () => Promise<void> | void): void {
    this.#work = this.#work.then(work).catch(() => this.#exit(1));
  }
}

function withoutQuotes(word: string): string {
  return word.replaceAll(/^["']|["']$/g, '');
}
