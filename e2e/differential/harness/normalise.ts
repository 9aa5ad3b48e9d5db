import { isFields } from './values.ts';

export interface NormaliseOptions {
  /** The namespace that the scenario ran in. */
  readonly namespace: string;
  /** All that the scenario writes: a number or address in it was not picked by the server. */
  readonly written: string;
}

/** What is never the same twice. Each kind has a numbering of its own, so that two equal values stay two equal names. */
type Chance = 'uid' | 'version' | 'ip' | 'port' | 'suffix' | 'hash' | 'node';
type Rename = (chance: Chance, value: string) => string;

/** Fields that only one kind of cluster can know, and lists that have no order. */
const dropped = new Set(['managedFields']);
const unordered = new Set(['endpoints', 'addresses', 'notReadyAddresses', 'podIPs', 'hostIPs']);

/**
 * Makes the answers of two clusters comparable: what they picked by chance gets a name by the order in which it first
 * appears (`‹ip 1›`), what depends on the clock one name for all. Equal values stay equal, different ones different.
 */
export function normalise(answers: unknown, options: NormaliseOptions): unknown {
  const parts = { ...options, words: randomWords(answers) };
  const shape = new Normaliser(parts, (chance) => `‹${chance}›`);
  const numbers = new Numbers();
  // Of two that are alike but for chance, the one that was met first comes first.
  const known = new Normaliser(parts, (chance, value) => numbers.peek(chance, value), shape);
  return new Normaliser(parts, (chance, value) => numbers.name(chance, value), shape, known).value(answers);
}

class Numbers {
  readonly #seen = new Map<string, Map<string, number>>();

  name(chance: Chance, value: string): string {
    const numbers = this.#seen.get(chance) ?? new Map<string, number>();
    this.#seen.set(chance, numbers);
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return `‹${chance} ${number}›`;
  }

  peek(chance: Chance, value: string): string {
    return `‹${chance} ${String(this.#seen.get(chance)?.get(value) ?? '?').padStart(4, '0')}›`;
  }
}

/** Words that stand anywhere in texts, with what they are: found where the API says so. */
type Words = ReadonlyMap<string, { readonly chance: Chance; readonly prefix: string }>;

function randomWords(answers: unknown): Words {
  const words = new Map<string, { chance: Chance; prefix: string }>();
  visit(answers, (fields) => {
    const { generateName, name, nodeName } = fields;
    if (typeof name === 'string' && typeof generateName === 'string' && isRandom(name, generateName)) {
      words.set(name, { chance: 'suffix', prefix: generateName });
    }
    if (typeof nodeName === 'string' && nodeName.includes('-')) words.set(nodeName, { chance: 'node', prefix: '' });
    for (const label of ['pod-template-hash', 'controller-revision-hash']) {
      const hash = fields[label];
      const own = typeof hash === 'string' ? hash.slice(hash.lastIndexOf('-') + 1) : '';
      if (own !== '') words.set(own, { chance: 'hash', prefix: '' });
    }
  });
  return new Map([...words].toSorted(([a], [b]) => b.length - a.length)); // a name before the hash within it
}

/** A StatefulSet's pods have a generateName too, but count. */
function isRandom(name: string, generateName: string): boolean {
  return name.startsWith(generateName) && /^[bcdfghj-np-tv-z2456789]{5}$/.test(name.slice(generateName.length));
}

function visit(value: unknown, see: (fields: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isFields(value)) {
    see(value);
    for (const part of Object.values(value)) visit(part, see);
  }
}

/** The items of a list, or the rows of a table of them. */
function isRandomlyNamed(items: readonly unknown[]): boolean {
  const metadata = items.map((item) => {
    if (!isFields(item)) return undefined;
    return isFields(item['object']) && 'cells' in item ? item['object']['metadata'] : item['metadata'];
  });
  return items.length > 1 && metadata.every((meta) => isFields(meta) && typeof meta['generateName'] === 'string');
}

interface Parts extends NormaliseOptions {
  readonly words: Words;
}

class Normaliser {
  readonly #parts: Parts;
  readonly #rename: Rename;
  /** What lists without an order are sorted by, the first that tells. */
  readonly #sortedBy: readonly Normaliser[];
  /** The numbers and addresses of the scenario. */
  readonly #written: ReadonlySet<string>;

  constructor(parts: Parts, rename: Rename, ...sortedBy: readonly Normaliser[]) {
    this.#parts = parts;
    this.#rename = rename;
    this.#sortedBy = sortedBy;
    this.#written = new Set(parts.written.match(/\d+\.\d+\.\d+\.\d+|\d+/g));
  }

  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return this.#text(value, key);
    if (typeof value === 'number') return this.#number(value, key);
    if (Array.isArray(value)) return this.#inOrder(value, key).map((item) => this.value(item, key));
    if (!isFields(value)) return value;
    return this.#fields(value);
  }

  #inOrder(items: readonly unknown[], key: string): readonly unknown[] {
    if (!unordered.has(key) && !isRandomlyNamed(items)) return items;
    const by = this.#sortedBy.length > 0 ? this.#sortedBy : [this];
    return items
      .map((item) => ({ item, sign: by.map((normaliser) => JSON.stringify(normaliser.value(item))).join() }))
      .toSorted((a, b) => (a.sign < b.sign ? -1 : a.sign > b.sign ? 1 : 0))
      .map(({ item }) => item);
  }

  #fields(fields: Readonly<Record<string, unknown>>): unknown {
    // The version of a list is that of the whole cluster, where others write as well.
    const ofList = 'resourceVersion' in fields && !('uid' in fields);
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !dropped.has(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, part]) => [
          name,
          name === 'resourceVersion' && ofList && part !== '' ? '‹version›' : this.value(part, name),
        ]),
    );
  }

  #number(value: number, key: string): unknown {
    return isNodePortKey(key) ? this.#port(String(value), value) : value;
  }

  #text(text: string, key: string): string {
    if (key === 'resourceVersion') return /^\d+$/.test(text) ? this.#rename('version', text) : text;
    if (key === 'cells' && /^(\d+[smhdy])+$/.test(text)) return '‹age›';
    if (key === 'continue') return text === '' ? '' : '‹continue›';
    let plain = text;
    for (const [word, { chance, prefix }] of this.#parts.words) {
      if (plain.includes(word)) plain = plain.replaceAll(word, () => `${prefix}${this.#rename(chance, word)}`);
    }
    return (
      plain
        .replaceAll(this.#parts.namespace, '{ns}')
        .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/g, '‹time in µs›')
        .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '‹time›')
        .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (uid) => this.#rename('uid', uid))
        .replaceAll(/(resource version: )\d+ \(\d+\)/g, '$1‹version› (‹version›)')
        .replaceAll(/(current: |in object meta: |in record \()\d+/g, '$1‹version›')
        // A patch that fails is answered with the whole object, managedFields and all.
        .replaceAll(/"\{\\"(apiVersion|kind|metadata)\\":.*\}"/g, '"{‹object›}"')
        .replaceAll(/\b\d+\.\d+\.\d+\.\d+\b(?!\/\d)/g, (ip) => (this.#isWritten(ip) ? ip : this.#rename('ip', ip)))
        .replaceAll(/\bfd00:96::[0-9a-f:]+\b(?!\/\d)/g, (ip) => (this.#isWritten(ip) ? ip : this.#rename('ip', ip)))
        .replaceAll(/(?<!-)\b3[0-2]\d{3}\b(?!-)/g, (port) => this.#port(port, port))
    );
  }

  #port<T>(port: string, otherwise: T): string | T {
    const number = Number(port);
    const byChance = number >= 30_000 && number <= 32_767 && !this.#isWritten(port);
    return byChance ? this.#rename('port', port) : otherwise;
  }

  #isWritten(word: string): boolean {
    return fixed.has(word) || this.#written.has(word);
  }
}

/** Addresses that mean no machine, or that every cluster of this range has. */
const fixed = new Set(['0.0.0.0', '127.0.0.1', '10.96.0.0', '10.96.0.1']);

function isNodePortKey(key: string): boolean {
  return key === 'nodePort' || key === 'healthCheckNodePort';
}
