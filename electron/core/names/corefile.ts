import type { ClusterDns } from '../../../shared/model/names.ts';

/** What the `kubernetes` plugin of a CoreDNS is told to serve. */
export type Corefile = Omit<ClusterDns, 'source' | 'object'>;

interface Block {
  /** The names before the brace. */
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
  readonly blocks: readonly Block[];
}

/** CoreDNS's own when its configuration doesn't say. */
const TTL = 5;

/** Reads a CoreDNS configuration; undefined where it serves no cluster, or names it by a variable of CoreDNS's own. */
export function parseCorefile(text: string): Corefile | undefined {
  const { blocks } = parseBlock(tokenLines(text), []);
  for (const server of blocks) {
    for (const plugin of pluginsOf(server, 'kubernetes')) {
      const own = plugin.head.slice(1);
      const zones = (own.length > 0 ? own : server.head).map(zoneOf);
      const domain = zones.find((zone) => zone !== '' && !isReverse(zone));
      if (domain !== undefined && !domain.includes('{')) return { domain, ...settingsOf(plugin, zones) };
    }
  }
  return undefined;
}

function settingsOf(plugin: Block, zones: readonly string[]): Omit<Corefile, 'domain'> {
  const option = (name: string): readonly string[] | undefined => plugin.lines.find(([first]) => first === name);
  const pods = option('pods')?.[1];
  const ttl = Number(option('ttl')?.[1] ?? TTL);
  return {
    podNames: pods === 'verified' || pods === 'insecure' ? pods : 'disabled',
    endpointNames: option('endpoint_pod_names') ? 'pod' : 'address',
    reverse: zones.some(isReverse),
    ttl: Number.isFinite(ttl) ? ttl : TTL,
  };
}

/** A plugin with and without a block of its own. */
function pluginsOf({ lines, blocks }: Block, name: string): readonly Block[] {
  const bare = lines.filter(([first]) => first === name).map((head) => ({ head, lines: [], blocks: [] }));
  return [...blocks.filter(({ head }) => head[0] === name), ...bare];
}

function tokenLines(text: string): (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').match(/\S+/g) ?? [])
    .filter((tokens) => tokens.length > 0);
}

/** Takes lines up to the brace that ends the block. */
function parseBlock(queue: (readonly string[])[], head: readonly string[]): Block {
  const lines: (readonly string[])[] = [];
  const blocks: Block[] = [];
  for (let tokens = queue.shift(); tokens && tokens[0] !== '}'; tokens = queue.shift()) {
    if (tokens.at(-1) === '{') blocks.push(parseBlock(queue, tokens.slice(0, -1)));
    else lines.push(tokens);
  }
  return { head, lines, blocks };
}

/** A zone without what a server's address may add to it: scheme, port, and the comma after it. */
function zoneOf(text: string): string {
  return text
    .replace(/,$/, '')
    .replace(/^[a-z]+:\/\//, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function isReverse(zone: string): boolean {
  return zone.endsWith('.arpa') || zone.includes('/');
}
