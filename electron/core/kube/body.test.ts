import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CutLine, readLines } from './body.ts';

async function* chunks(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const at = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const to of at) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function collect(bytes: Buffer, cuts: readonly number[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunks(bytes, cuts), () => undefined)) lines.push(line);
  return lines;
}

const values = fc.array(fc.record({ type: fc.string({ unit: 'grapheme' }), object: fc.string({ unit: 'binary' }) }));

test('lines are the same however the bytes are cut, also within a character', async () => {
  await fc.assert(
    fc.asyncProperty(values, fc.array(fc.nat()), async (items, cuts) => {
      const lines = items.map((item) => JSON.stringify(item));
      expect(await collect(Buffer.from(lines.map((line) => `${line}\n`).join('')), cuts)).toEqual(lines);
    }),
  );
});

test('blank lines count for nothing', async () => {
  expect(await collect(Buffer.from('\n{}\r\n\n'), [])).toEqual(['{}\r']);
});

test('an end in mid-line is a cut, after the lines before it', async () => {
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    for await (const line of readLines(chunks(Buffer.from('{"a":1}\n{"b'), []), () => undefined)) seen.push(line);
  };
  await expect(read()).rejects.toThrow(CutLine);
  expect(seen).toEqual(['{"a":1}']);
});

test('each chunk is heard of, also one without a line end', async () => {
  let heard = 0;
  for await (const line of readLines(chunks(Buffer.from('{"a":1}\n'), [2, 4]), () => (heard += 1))) {
    expect(line).toBe('{"a":1}');
  }
  expect(heard).toBe(3);
});
