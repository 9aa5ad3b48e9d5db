import { BlockList, isIPv4, isIPv6 } from 'node:net';

const LEADING_ZEROS = /(^|\.)0+(?=\d)/g;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export interface Address {
  readonly family: 'IPv4' | 'IPv6';
  /** As Go prints it. */
  readonly canonical: string;
  /** Go's strict parser takes it, too. */
  readonly isStrict: boolean;
  readonly isMapped: boolean;
}

/** As the API's older fields read addresses: leading zeros and IPv4 within IPv6 are taken. */
export function parseAddress(text: string): Address | undefined {
  const plain = text.replace(LEADING_ZEROS, '$1');
  if (isIPv4(plain)) return { family: 'IPv4', canonical: plain, isStrict: plain === text, isMapped: false };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const mapped = MAPPED.exec(text)?.[1];
  if (mapped !== undefined) return { family: 'IPv4', canonical: mapped, isStrict: true, isMapped: true };
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
  return { family: 'IPv6', canonical, isStrict: true, isMapped: false };
}

export const isIPv6Text = (text: string): boolean => parseAddress(text)?.family === 'IPv6';

/** What is wrong with the value of a field that took sloppy addresses once, and strict ones since 1.36. */
export function addressErrors(text: string): readonly string[] {
  const address = parseAddress(text);
  if (!address) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  return [
    ...(address.isStrict ? [] : ['must not have leading 0s']),
    ...(address.isMapped ? ['must not be an IPv4-mapped IPv6 address'] : []),
  ];
}

const ranges = {
  loopback: blocks(['127.0.0.0', 8], ['::1', 128]),
  linkLocal: blocks(['169.254.0.0', 16], ['fe80::', 10]),
  multicast: blocks(['224.0.0.0', 24], ['ff02::', 16]),
};

/** Why nobody can be reached at an address, if so. */
export function specialAddressErrors(text: string): readonly string[] {
  const address = parseAddress(text);
  if (!address) return ['must be a valid IP address'];
  const { canonical, family } = address;
  const isIn = (range: BlockList): boolean => range.check(canonical, family === 'IPv4' ? 'ipv4' : 'ipv6');
  return [
    ...(canonical === '0.0.0.0' || canonical === '::' ? [`may not be unspecified (${text})`] : []),
    ...(isIn(ranges.loopback) ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(isIn(ranges.linkLocal) ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(isIn(ranges.multicast) ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'] : []),
  ];
}

function blocks(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of subnets) list.addSubnet(net, bits, isIPv4(net) ? 'ipv4' : 'ipv6');
  return list;
}

export function cidrErrors(text: string): readonly string[] {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  if (!parsed || bits === '' || Number(bits) > (isIPv6(address) ? 128 : 32))
    return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
  if (!parsed.isStrict || /^0\d/.test(bits)) return ['must not have leading 0s in IP or prefix length'];
  if (parsed.isMapped) return ['must not have an IPv4-mapped IPv6 address'];
  if (toNumber(parsed) !== masked(parsed, Number(bits))) return ['must not have bits set beyond the prefix length'];
  return [];
}

/** What the server warns of where it takes an address all the same. */
export function addressWarnings(path: string, text: string): readonly string[] {
  const address = parseAddress(text);
  if (!address) return [];
  const { canonical, isStrict, isMapped, family } = address;
  const shown = JSON.stringify(text);
  if (!isStrict || isMapped) return [`${path}: non-standard IP address ${shown} is invalid: use "${canonical}"`];
  if (family === 'IPv6' && canonical !== text)
    return [`${path}: IPv6 address ${shown} should be in RFC 5952 canonical format ("${canonical}")`];
  return [];
}

function toNumber({ family, canonical }: Address): bigint {
  if (family === 'IPv4') return canonical.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  const [head = '', tail] = canonical.split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}

function masked(address: Address, bits: number): bigint {
  const rest = BigInt((address.family === 'IPv4' ? 32 : 128) - bits);
  return (toNumber(address) >> rest) << rest;
}
