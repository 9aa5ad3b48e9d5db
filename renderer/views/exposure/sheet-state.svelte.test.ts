import { expect, test } from 'vitest';
import { SheetState } from './sheet-state.svelte.ts';

const ref = (namespace: string, name: string) => ({ context: 'dev', namespace, name });

test('several Services stand in the order of their names, whichever came first', () => {
  const sheet = new SheetState();
  sheet.openSeveral('share', [ref('shop', 'web-b'), ref('shop', 'web-a'), ref('game', 'lobby')]);
  expect(sheet.content).toMatchObject({
    several: { services: [ref('game', 'lobby'), ref('shop', 'web-a'), ref('shop', 'web-b')] },
  });
});
