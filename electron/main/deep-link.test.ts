import { expect, test } from 'vitest';
import { placeAmong, placeOf } from './deep-link.ts';

test.each([
  ['portolan://services?q=ns%3Ashop', '#/services?q=ns%3Ashop'],
  ['portolan://services/?q=ns%3Ashop', '#/services?q=ns%3Ashop'],
  ['portolan://s/prod/shop/web/yaml?port=80', '#/s/prod/shop/web/yaml?port=80'],
  ['PORTOLAN://forwards/', '#/forwards'],
  ['portolan://', '#/'],
])('%s leads to %s', (link, place) => {
  expect(placeOf(link)).toBe(place);
});

test.each([
  ['another scheme', 'https://services'],
  ['a script', 'javascript:alert(1)'],
  ['a second hash', 'portolan://services#/settings'],
  ['markup', 'portolan://s/<img src=x>/a/b'],
  ['quotes', 'portolan://services?q="x"'],
  ['a line break', 'portolan://services\n--inspect'],
  ['a text that turns its direction', 'portolan://s/prod/\u202Eshop/web'],
  ['a backslash', String.raw`portolan://s\prod`],
  ['more than any address has', `portolan://services?q=${'a'.repeat(2000)}`],
])('%s leads nowhere', (_, link) => {
  expect(placeOf(link)).toBeUndefined();
});

test('among arguments, the link is taken and switches are left', () => {
  expect(placeAmong(['app', '--portolan://x', '--flag', 'portolan://costs'])).toBe('#/costs');
  expect(placeAmong(['app', '.'])).toBeUndefined();
});
