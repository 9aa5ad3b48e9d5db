import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../run.ts';
import { contentGates } from './content.ts';
import { takeAway, type Gate } from './gate.ts';
import { serveGates } from './serve.ts';
import { windowGates } from './window.ts';

const all: readonly Gate[] = [...serveGates, ...windowGates, ...contentGates];

test.each(all.map((gate) => [gate.name, gate] as const))('the gate stands where the table has it: %s', (_, gate) => {
  const text = readFileSync(join(ROOT, gate.file), 'utf8');
  expect(takeAway(text, gate)).not.toBe(text);
  expect(existsSync(join(ROOT, gate.test))).toBe(true);
});

test('each gate has a name of its own', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test('a gate that stands in its file twice, or no more, is not taken away', () => {
  const gate = { name: 'key', file: 'a.ts', gate: 'once', without: '$&', test: 'a.test.ts', title: 'a' };
  expect(takeAway('only once', gate)).toBe('only $&');
  for (const text of ['once and once', 'never']) expect(() => takeAway(text, gate)).toThrow('not once');
});
