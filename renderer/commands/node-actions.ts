import type { NodeRow } from '../../shared/model/node.ts';
import { copyLink } from './links.ts';
import type { Scope } from './commands.svelte.ts';
import type { Tools } from './tools.ts';

export function nodeScope({ app, router, terminals }: Tools, row: NodeRow): Scope {
  const { context, name, addresses } = row;
  const page = { view: 'nodes', q: '', context, node: name } as const;
  const address = (addresses.find(({ type }) => type === 'ExternalIP') ?? addresses[0])?.address;
  const place = { context, namespace: app.contexts.get(context)?.namespace ?? 'default', node: name };
  return {
    subject: name,
    actions: {
      'list.open': () => router.go(page),
      'node.shell': () => (terminals.wish = { kind: 'node', ...place }),
      'node.test': () => (terminals.wish = { kind: 'probe', ...place }),
      'copy.name': () => app.copy(name),
      ...(address !== undefined && { 'copy.address': () => app.copy(address) }),
      'copy.link': () => copyLink(app, page),
    },
  };
}
