import { expect, test } from 'vitest';
import { impersonationHeaders } from './impersonation.ts';

test('names user, uid, groups and extra, escaping what a header name may not hold', () => {
  expect(
    impersonationHeaders({
      user: 'jane',
      uid: '7',
      groups: ['dev', 'ops'],
      extra: { 'acme.com/project': ['a', 'b'], 'Größe%': ['x'] },
    }),
  ).toEqual({
    'Impersonate-User': 'jane',
    'Impersonate-Uid': '7',
    'Impersonate-Group': ['dev', 'ops'],
    'Impersonate-Extra-acme.com%2Fproject': ['a', 'b'],
    'Impersonate-Extra-Gr%C3%B6%C3%9Fe%25': ['x'],
  });
});

test('sends UTF-8 byte by byte', () => {
  const header = impersonationHeaders({ user: '지수' })['Impersonate-User'];
  expect(Buffer.from(String(header), 'latin1').toString('utf8')).toBe('지수');
});

test('says nothing where nobody is impersonated', () => {
  expect(impersonationHeaders({ user: '', groups: [] })).toEqual({});
});
