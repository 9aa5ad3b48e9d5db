import type { ServiceNames } from './model/names.ts';

/** A line for each value of each name, DNS and environment alike, with a head; RFC 4180 but for plain line ends. */
export function namesCsv(all: readonly ServiceNames[]): string {
  const rows = all.flatMap(({ namespace, name, records, env }) => [
    ...records.flatMap((record) =>
      record.values.map((value) => [namespace, name, record.type, record.name, value, record.pod ?? '']),
    ),
    ...env.map((variable) => [namespace, name, 'ENV', variable.name, variable.value, '']),
  ]);
  return [['namespace', 'service', 'type', 'name', 'value', 'pod'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\n`)
    .join('');
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
