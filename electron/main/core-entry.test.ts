import { expect, test } from 'vitest';
import { coreEntry } from './core-entry.ts';

test.each([undefined, ''])('the core itself runs when PORTOLAN_ATTACH is %s', (address) => {
  expect(coreEntry({ PORTOLAN_ATTACH: address })).toBe('core.cjs');
});

test.each(['ws://127.0.0.1:8080', 'ws://localhost:8080', 'ws://[::1]:8080', 'wss://portolan.example'])(
  '%s is attached to',
  (address) => {
    expect(coreEntry({ PORTOLAN_ATTACH: address })).toBe('attach.cjs');
  },
);

test.each(['ws://10.0.0.1:8080', 'ws://localhost.evil.example', 'http://127.0.0.1:8080', 'here'])(
  '%s is refused, as the key would go over a network readably or nowhere',
  (address) => {
    expect(() => coreEntry({ PORTOLAN_ATTACH: address })).toThrow('PORTOLAN_ATTACH');
  },
);
