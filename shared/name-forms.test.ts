import { describe, expect, test } from 'vitest';
import { nameForms } from './name-forms.ts';

const web = { namespace: 'shop', name: 'web' };
const forms = (from: string) => nameForms(web, 'c.l', from);

describe('nameForms', () => {
  test('all forms work at home, each found after the wrong places before it', () => {
    expect(forms('shop').map(({ text, works, asked }) => [text, works, asked.length])).toEqual([
      ['web', true, 1],
      ['web.shop', true, 2],
      ['web.shop.svc', true, 3],
      ['web.shop.svc.c.l', true, 4],
      ['web.shop.svc.c.l.', true, 1],
    ]);
  });

  test('elsewhere the short name means another Service', () => {
    const [short, ...others] = forms('game');
    expect(short).toMatchObject({ works: false, means: 'web.game.svc.c.l' });
    expect(others.every(({ works }) => works)).toBe(true);
    expect(others.every(({ means }) => means === 'web.shop.svc.c.l')).toBe(true);
  });

  test('a name with five dots is asked for as it is first', () => {
    const [full] = nameForms(web, 'k8s.eu.corp', 'game').filter(({ form }) => form === 'full');
    expect(full?.asked).toEqual(['web.shop.svc.k8s.eu.corp']);
  });
});
