import { isRecord, type Json } from '../../json.ts';

/**
 * A field's type, as far as decoding sees it. `*` marks what is kept when it is zero (a pointer in the server's own
 * types), `=` what is there even when nobody set it.
 */
export type Shape = Scalar | `${Scalar} ${string}` | ListShape | MapShape | ObjectShape;
export type Scalar = 'string' | '*string' | 'int32' | '=int32' | '*int32' | 'bool' | '*bool' | 'intOrString' | 'any';
interface ListShape {
  readonly items: Shape;
  readonly go: string;
}
interface MapShape {
  readonly values: 'string';
}
export interface ObjectShape {
  readonly go: string;
  readonly fields: Readonly<Record<string, Shape>>;
}

export interface Decoded {
  /** Paths of fields that nobody knows. */
  readonly unknown: readonly string[];
  /** Why this can't be an object of its kind, in the words of the server's decoder. */
  readonly mismatch: string | undefined;
}

interface Findings {
  unknown: string[];
  mismatch: string | undefined;
}

interface At {
  /** With indexes, as warnings name it. */
  readonly path: string;
  /** Without, behind the struct that holds it, as the decoder names it. */
  readonly field: string;
  readonly owner: string;
}

/** Checks `object` against a shape, and brings it into the form in which the server writes it: no zero values. */
export function decode(object: Json, shape: ObjectShape, path = ''): Decoded {
  const findings: Findings = { unknown: [], mismatch: undefined };
  decodeFields(object, shape, { findings, path, field: path });
  return findings;
}

function decodeFields(
  object: Json,
  shape: ObjectShape,
  { findings, path, field }: { readonly findings: Findings; readonly path: string; readonly field: string },
): void {
  const join = (base: string, key: string): string => (base === '' ? key : `${base}.${key}`);
  for (const [key, value] of Object.entries(object)) {
    const inner = shape.fields[key];
    if (inner === undefined) {
      findings.unknown.push(join(path, key));
      Reflect.deleteProperty(object, key);
    } else if (value === null || value === undefined) Reflect.deleteProperty(object, key);
    else {
      const at = { path: join(path, key), field: join(field, key), owner: shape.go };
      if (isZero(decodeValue(value, inner, { findings, at }), inner)) Reflect.deleteProperty(object, key);
    }
  }
  for (const [key, inner] of Object.entries(shape.fields)) if (inner === '=int32') object[key] ??= 0;
}

function decodeValue(
  value: unknown,
  shape: Shape,
  { findings, at }: { readonly findings: Findings; readonly at: At },
): unknown {
  const mismatch = (go: string): void => {
    const given = typeof value === 'number' && go === 'int32' ? `number ${value}` : typeOf(value);
    findings.mismatch ??= `json: cannot unmarshal ${given} into Go struct field ${at.owner}.${at.field} of type ${go}`;
  };
  if (typeof shape === 'string') {
    const [scalar = '', go = scalar.replace(/^\W/, '')] = shape.split(' ');
    if (!fits(value, scalar as Scalar)) mismatch(go);
  } else if ('items' in shape) {
    if (!Array.isArray(value)) mismatch(shape.go);
    else
      value.forEach((item: unknown, index) =>
        decodeValue(item, shape.items, { findings, at: { ...at, path: `${at.path}[${index}]` } }),
      );
  } else if ('values' in shape) {
    if (!isRecord(value)) mismatch('map[string]string');
    else
      for (const [key, entry] of Object.entries(value))
        decodeValue(entry, shape.values, { findings, at: { ...at, path: `${at.path}.${key}` } });
  } else if (!isRecord(value)) mismatch(`v1.${shape.go}`);
  else decodeFields(value, shape, { findings, path: at.path, field: at.field });
  return value;
}

function fits(value: unknown, shape: Scalar): boolean {
  switch (shape) {
    case 'string':
    case '*string':
      return typeof value === 'string';
    case 'int32':
    case '=int32':
    case '*int32':
      return isInt32(value);
    case 'bool':
    case '*bool':
      return typeof value === 'boolean';
    case 'intOrString':
      return typeof value === 'string' || isInt32(value);
    case 'any':
      return true;
  }
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

function isZero(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'string') return !/^[*=]/.test(shape) && (value === '' || value === 0 || value === false);
  if (Array.isArray(value)) return value.length === 0;
  return 'values' in shape && isRecord(value) && Object.keys(value).length === 0;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
