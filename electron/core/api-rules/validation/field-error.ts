/** Why one field is refused. */
export interface FieldError {
  readonly field: string;
  readonly reason: CauseReason;
  readonly message: string;
}

type CauseReason =
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueNotFound';

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${shown(value)}: ${detail}` };
}

export function required(field: string, detail?: string): FieldError {
  return { field, reason: 'FieldValueRequired', message: withDetail('Required value', detail) };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}` };
}

export function forbidden(field: string, detail: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: withDetail('Forbidden', detail) };
}

export function unsupported(field: string, value: unknown, values: readonly string[]): FieldError {
  const supported = values.map((one) => JSON.stringify(one)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${shown(value)}: supported values: ${supported}`,
  };
}

export function tooLong(field: string, bytes: number): FieldError {
  return { field, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${bytes} bytes` };
}

/** As the API's errors print values: JSON, with null for what is not set. */
function shown(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

function withDetail(kind: string, detail = ''): string {
  return detail === '' ? kind : `${kind}: ${detail}`;
}
