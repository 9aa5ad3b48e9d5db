import { expect, it } from 'vitest';
import { isTypeAlone, wishOf } from './draft.ts';

it('asks for nothing while nothing is drafted', () => {
  expect(wishOf({})).toBeUndefined();
  expect(wishOf({ recreate: true })).toBeUndefined();
});

it('asks for a type, the name that it leads to, and the way', () => {
  expect(wishOf({ to: 'NodePort' })).toEqual({ edits: [{ set: 'type', to: 'NodePort' }] });
  expect(wishOf({ to: 'ExternalName', externalName: 'db.example.com' })).toEqual({
    edits: [{ set: 'type', to: 'ExternalName', externalName: 'db.example.com' }],
  });
  expect(wishOf({ to: 'Headless', recreate: true })).toEqual({
    edits: [{ set: 'type', to: 'Headless' }],
    recreate: true,
  });
});

it('takes only a bare type for planned beforehand', () => {
  expect(isTypeAlone({ to: 'NodePort', recreate: false })).toBe(true);
  expect(isTypeAlone({ to: 'Headless', recreate: true })).toBe(false);
  expect(isTypeAlone({ to: 'ExternalName', externalName: 'a.b' })).toBe(false);
  expect(isTypeAlone({})).toBe(false);
});
