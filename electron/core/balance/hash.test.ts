import { describe, expect, it } from 'vitest';
import { addressWord, hash32 } from './hash.ts';

describe('addressWord', () => {
  it.each([
    ['127.0.0.1', 0x7f000001],
    ['255.255.255.255', 0xffffffff],
    ['::ffff:10.0.0.9', 0x0a000009],
    ['::1', 1],
    ['::', 0],
    ['fd00::a', (0xfd000000 ^ 0xa) >>> 0],
    ['fe80::1%eth0', (0xfe800000 ^ 1) >>> 0],
    ['2001:db8:1:2:3:4:5:6', (0x20010db8 ^ 0x00010002 ^ 0x00030004 ^ 0x00050006) >>> 0],
    ['', 0],
    ['web', 0],
  ])('of %s', (address, word) => {
    expect(addressWord(address)).toBe(word);
  });
});

describe('hash32', () => {
  // The kernel's (u32)(word * 0x61C88647) >> 24, in arithmetic that has no 32-bit edge to fall over.
  const exact = (word: number): number => Number(((BigInt(word) * 0x61c88647n) & 0xffffffffn) >> 24n);

  it.each([0, 1, 2, 0x7f000001, 0x7f000002, 0x0a600001, 0x80000000, 0xffffffff])('of %d is the kernel’s', (word) => {
    expect(hash32(word, 8)).toBe(exact(word));
  });

  it('of 127.0.0.1 is known', () => {
    expect(hash32(0x7f000001, 8)).toBe(0x9a);
  });
});
