/** 2^32 divided by the golden ratio, as the kernel's `hash_32` has it since 4.18. */
const GOLDEN_RATIO_32 = 0x61c88647;

/** The kernel's `hash_32`: the upper `bits` of the product, which has no more than 32. */
export function hash32(word: number, bits: number): number {
  return Math.imul(word, GOLDEN_RATIO_32) >>> (32 - bits);
}

/** An address as the one 32-bit word that IPVS hashes; of IPv6 the four words by xor. 0 for what is no address. */
export function addressWord(address: string): number {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return (bare.includes(':') ? wordOf6(bare) : wordOf4(bare)) >>> 0;
}

function wordOf4(address: string): number {
  const parts = address.split('.').map(Number);
  const isAddress = parts.length === 4 && parts.every((part) => part >= 0 && part < 256);
  return isAddress ? parts.reduce((word, part) => (word << 8) | part, 0) : 0;
}

function wordOf6(address: string): number {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const all = [...front, ...Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back];
  // A group on an odd place is the lower half of its word.
  return all.reduce((word, group, index) => word ^ (index % 2 === 0 ? group << 16 : group), 0);
}
