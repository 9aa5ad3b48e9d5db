import { expect, test } from 'vitest';
import { parsePortSpec } from './port-spec.ts';

test.each([
  ['8080:80', { local: 8080, port: 80 }],
  ['8080:http', { local: 8080, port: 'http' }],
  ['80', { local: 'same', port: 80 }],
  ['https', { local: 'same', port: 'https' }],
  [':443', { local: 'free', port: 443 }],
])('%s is read as kubectl reads it', (text, spec) => {
  expect(parsePortSpec(text)).toEqual(spec);
});

test.each(['', ':', '8080:', '0:80', '70000:80', '8080:70000', 'a:b', '1:2:3', '80/udp', '-1:80'])(
  '%s is refused',
  (text) => {
    expect(() => parsePortSpec(text)).toThrow('invalid');
  },
);
