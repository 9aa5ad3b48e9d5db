import { BlockList, isIP } from 'node:net';

/** Whether an address lies in a range (`10.0.0.0/8`); false for what is neither. */
export function inRange(address: string, cidr: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const version = isIP(network);
  if (version === 0 || isIP(address) !== version || !/^\d+$/.test(bits)) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}
