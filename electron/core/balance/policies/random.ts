import type { Clock } from '../../clock.ts';
import type { Policy } from '../policy.ts';

/**
 * One draw for each connection, each endpoint as likely as its weight says: with equal weights what kube-proxy's
 * iptables rules (rule i of n matches with probability 1/(n-i)) and nftables' `numgen random mod n` come to.
 */
export function random(clock: Pick<Clock, 'random'>): Policy {
  return {
    pick(backends) {
      const open = backends.filter((backend) => backend.open);
      const sum = open.reduce((all, { weight }) => all + weight, 0);
      let left = clock.random() * sum;
      return open.find(({ weight }) => (left -= weight) < 0) ?? open.at(-1);
    },
  };
}
