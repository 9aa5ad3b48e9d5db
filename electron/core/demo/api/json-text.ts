/** What JSON.parse does not tell: Go's words for what is wrong with a text, and which fields it has twice. */
export interface JsonCheck {
  readonly error: string | undefined;
  /** Paths of fields that came before, such as `spec.ports[0].port`. */
  readonly duplicates: readonly string[];
}

export function checkJson(text: string): JsonCheck {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return { error: undefined, duplicates: scanner.duplicates };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { error: error.message, duplicates: [] };
  }
}

/** As Go quotes one character. */
export function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  const code = character.codePointAt(0) ?? 0;
  const isPlain = code >= 0x20 && code !== 0x7f && (code < 0x80 || code >= 0xa1);
  const escaped = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' }[character];
  const hex = code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  return `'${escaped ?? (isPlain ? character : hex)}'`;
}

const LITERALS = ['true', 'false', 'null'];
const DIGIT = /[0-9]/;

class Scanner {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value('');
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
  }

  get #next(): string {
    return this.#text[this.#at] ?? '';
  }

  #space(): void {
    while (this.#next !== '' && ' \t\r\n'.includes(this.#next)) this.#at++;
  }

  #value(path: string): void {
    this.#space();
    const first = this.#next;
    const literal = LITERALS.find((one) => first !== '' && one.startsWith(first));
    if (first === '{') this.#object(path);
    else if (first === '[') this.#array(path);
    else if (first === '"') this.#string();
    else if (literal !== undefined) this.#literal(literal);
    else if (first === '-' || DIGIT.test(first)) this.#number();
    else throw this.#unexpected('looking for beginning of value');
  }

  #object(path: string): void {
    const seen = new Set<string>();
    this.#at++;
    this.#space();
    if (this.#take('}')) return;
    for (;;) {
      this.#space();
      if (this.#next !== '"') throw this.#unexpected('looking for beginning of object key string');
      const start = this.#at;
      this.#string();
      const key = JSON.parse(this.#text.slice(start, this.#at)) as string; // it was scanned as one
      const inner = path === '' ? key : `${path}.${key}`;
      if (seen.has(key)) this.duplicates.push(inner);
      seen.add(key);
      this.#space();
      if (!this.#take(':')) throw this.#unexpected('after object key');
      this.#value(inner);
      this.#space();
      if (this.#take('}')) return;
      if (!this.#take(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #array(path: string): void {
    this.#at++;
    this.#space();
    if (this.#take(']')) return;
    for (let index = 0; ; index++) {
      this.#value(`${path}[${index}]`);
      this.#space();
      if (this.#take(']')) return;
      if (!this.#take(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): void {
    this.#at++;
    for (;;) {
      if (this.#take('"')) return;
      if (this.#take('\\')) this.#escape();
      else if (this.#next === '' || this.#next < ' ') throw this.#unexpected('in string literal');
      else this.#at++;
    }
  }

  #escape(): void {
    if (!this.#take('u')) {
      if (this.#next === '' || !'"\\/bfnrt'.includes(this.#next)) throw this.#unexpected('in string escape code');
      this.#at++;
      return;
    }
    for (let count = 0; count < 4; count++) {
      if (!/[0-9a-f]/i.test(this.#next)) throw this.#unexpected('in \\u hexadecimal character escape');
      this.#at++;
    }
  }

  #literal(word: string): void {
    for (const [index, letter] of Array.from(word).entries())
      if (!this.#take(letter) && index > 0) throw this.#unexpected(`in literal ${word} (expecting '${letter}')`);
  }

  #number(): void {
    this.#take('-');
    if (!this.#take('0')) this.#digits('in numeric literal');
    if (this.#take('.')) this.#digits('after decimal point in numeric literal');
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) this.#take('-');
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(where: string): void {
    if (!DIGIT.test(this.#next)) throw this.#unexpected(where);
    while (DIGIT.test(this.#next)) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at++;
    return true;
  }

  #unexpected(where: string): SyntaxError {
    if (this.#next === '') return new SyntaxError('unexpected end of JSON input');
    return new SyntaxError(`invalid character ${quoteCharacter(this.#next)} ${where}`);
  }
}
