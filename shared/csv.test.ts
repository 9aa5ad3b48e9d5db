import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('quotes what needs it, and makes no formula of a name', () => {
  expect(
    csv(
      ['a', 'b'],
      [
        ['x,y', 'say "no"'],
        ['=1+1', -2],
        [undefined, 'plain'],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""no"""\r\n\'=1+1,-2\r\n,plain\r\n');
});
