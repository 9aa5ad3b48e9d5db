import { expect, test } from 'vitest';
import { table } from './table.ts';

test('columns line up and no line ends in spaces', () => {
  expect(
    table(
      ['NAME', 'TYPE'],
      [
        ['web', 'ClusterIP'],
        ['game-lobby', 'NodePort'],
      ],
    ),
  ).toBe('NAME         TYPE\nweb          ClusterIP\ngame-lobby   NodePort\n');
});
