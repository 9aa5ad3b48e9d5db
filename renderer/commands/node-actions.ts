import type { NodeRow } from '../../shared/model/node.ts';
import { copyLink } from './links.ts';
import type { Scope } from './commands.svelte.ts';
import type { Tools } from './tools.ts';

export function nodeScope({ app, router }: Pick<Tools, 'app' | 'router'>, row: NodeRow): Scope {
  const { context, name, addresses } = row;
  const page = { view: 'nodes', q: '', context, node: name } as const;
  const address = (addresses.find(({ type }) => type === 'ExternalIP') ?? addresses[0])?.address;
  return {
    subject: name,
    actions: {
      'list.open': () => router.go(page),
      'copy.name': () => app.copy(name),
      ...(address !== undefined && { 'copy.address': () => app.copy(address) }),
      'copy.link': () => copyLink(app, page),
    },
  };
}
