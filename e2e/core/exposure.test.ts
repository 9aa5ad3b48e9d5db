import { describe, expect, test } from 'vitest';
import { noCluster } from '../cluster/vitest-bed.ts';
import { judge } from './exposure/check.ts';
import { scenes } from './exposure/scenes.ts';
import { edits, transitions } from './exposure/table.ts';

describe.skipIf(noCluster).each(scenes)('exposure on %s', (_, use) => {
  const held = use();

  test('has all transitions and edits enough', () => {
    expect(transitions).toHaveLength(25);
    expect(edits.length).toBeGreaterThanOrEqual(60);
  });

  test.each([...transitions, ...edits].map((one, index) => [one.name, index, one] as const))(
    '%s: the forecast is what the server does, and undo brings the Service back',
    async (_name, index, one) => {
      const { said, done, original, undone } = await judge(held.scene, one, `case-${index}`);
      expect(done).toEqual(said);
      expect(undone).toEqual(original);
    },
  );
});
