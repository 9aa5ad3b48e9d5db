import type { Node } from '../shapes.ts';

const FALLBACK = '10.244.0.0/16';

/** The addresses of pods, out of their node's range, each used again as late as can be. */
export class PodAddresses {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  /** Throws when the node's range has none left. */
  take({ metadata: { name }, spec }: Node): string {
    const [base = '', bits = '24'] = (spec?.podCIDR ?? FALLBACK).split('/');
    const hosts = 2 ** (32 - Number(bits)) - 2;
    const first = numberOf(base) + 1;
    const from = this.#next.get(name) ?? 0;
    for (let step = 0; step < hosts; step += 1) {
      const host = (from + step) % hosts;
      const ip = addressOf(first + host);
      if (this.#taken.has(ip)) continue;
      this.#taken.add(ip);
      this.#next.set(name, host + 1);
      return ip;
    }
    throw new Error(`no IP addresses available in range set of ${name}`);
  }

  release(ip: string): void {
    this.#taken.delete(ip);
  }
}

function numberOf(ip: string): number {
  return ip.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
