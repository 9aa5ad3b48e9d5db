import { commandLines, commandTable, type CommandId } from '../../../shared/command-table.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { App } from '../../live/app.svelte.ts';
import { home } from '../../route.ts';
import { connectedOf } from '../../scope.ts';
import { clusterTerminals } from '../../terminal/cluster-terminals.ts';
import { startMany } from '../../views/forwards/profiles/profile-calls.ts';
import { runningOf } from '../../views/forwards/profiles/profile-running.ts';
import type { Commands } from '../commands.svelte.ts';
import { serviceScope } from '../service-actions.ts';
import type { Tools } from '../tools.ts';

/** A line of the palette. */
export interface PaletteItem {
  /** Names it for good, so that it can be remembered. */
  readonly key: string;
  /** `more` is only found by being asked for. */
  readonly kind: 'action' | 'place' | 'more';
  readonly title: string;
  /** What it is found by in place of its title. */
  readonly words?: string;
  /** What it is done to, or where it is. */
  readonly detail: string;
  readonly keys?: string;
  /** A Service is shown with its state and its cluster. */
  readonly service?: { readonly row: ServiceRow; readonly cluster: string };
  readonly run: () => void;
}

/** All that the palette offers now: what can be done, and what there is. */
export function paletteItems(tools: Tools, commands: Commands): readonly PaletteItem[] {
  return [
    ...liveCommands(commands),
    ...profiles(tools.app),
    ...clusters(tools),
    ...terminals(tools),
    ...services(tools),
    ...namespaces(tools.app),
  ];
}

/** Whatever the window can do, in the table's order; the palette does not offer itself. */
function liveCommands({ live }: Commands): readonly PaletteItem[] {
  return commandLines.flatMap(({ id, title, keys }) => {
    const command = live.get(id);
    if (!command || id === 'app.palette' || id === 'list.open') return [];
    const [first] = keys ?? [];
    const { run, subject = '' } = command;
    return [{ key: id, kind: 'action', title: title(), detail: subject, run, ...(first && { keys: first }) }];
  });
}

function profiles(app: App): readonly PaletteItem[] {
  return app.profiles.values.flatMap((profile): PaletteItem[] => {
    const { name } = profile;
    const running = runningOf(profile, app.forwards.values);
    const start = (): void => {
      startMany(app, () => app.attempt((client) => client.profiles.start({ name }))).catch(() => undefined);
    };
    const stop = (): void => app.act((client) => client.profiles.stop({ name }));
    const common = { kind: 'action', detail: '' } as const;
    return [
      ...(running < profile.forwards.length
        ? [{ ...common, key: `start ${name}`, title: m.commands_start_profile({ name }), run: start }]
        : []),
      ...(running > 0 ? [{ ...common, key: `stop ${name}`, title: m.commands_stop_profile({ name }), run: stop }] : []),
    ];
  });
}

function clusters({ app, router }: Tools): readonly PaletteItem[] {
  const connected = connectedOf(app.contexts.values);
  return app.contexts.values.flatMap(({ key, name, server, link }): PaletteItem[] => {
    const common = { kind: 'action', detail: server } as const;
    const connect = (): void => app.act((client) => client.contexts.connect({ context: key }));
    const disconnect = (): void => app.act((client) => client.contexts.disconnect({ context: key }));
    if (link.state === 'off')
      return [{ ...common, key: `connect ${key}`, title: m.commands_connect({ cluster: name }), run: connect }];
    const only = {
      ...common,
      key: `only ${key}`,
      title: m.commands_only_cluster({ cluster: name }),
      run: () => router.go({ ...home, scope: [key] }),
    };
    return [
      ...(connected.length > 1 ? [only] : []),
      { ...common, key: `disconnect ${key}`, title: m.commands_disconnect({ cluster: name }), run: disconnect },
    ];
  });
}

function terminals(tools: Tools): readonly PaletteItem[] {
  return clusterTerminals(tools).map(({ name, text = '', run }) => ({
    key: `open ${name}`,
    kind: 'action',
    title: name,
    detail: text,
    run,
  }));
}

/** Each namespace that has Services, to be forwarded whole. */
function namespaces(app: App): readonly PaletteItem[] {
  return connectedOf(app.contexts.values).flatMap(({ key: context, name: cluster }) => {
    const names = new Set(app.services(context).values.map(({ namespace }) => namespace));
    return [...names].map((namespace): PaletteItem => {
      const wish = { context, namespace, ports: 'main', addresses: 'shared' } as const;
      const start = (): void => {
        startMany(app, () => app.attempt((client) => client.forwards.startNamespace(wish))).catch(() => undefined);
      };
      const title = m.commands_namespace_forward({ namespace });
      return { key: `forward all ${context}/${namespace}`, kind: 'more', title, detail: cluster, run: start };
    });
  });
}

function services(tools: Tools): readonly PaletteItem[] {
  const { app } = tools;
  const verbs = VERBS.map((id) => ({ id, command: commandTable[id].title() }));
  return connectedOf(app.contexts.values).flatMap(({ key, name: cluster }) =>
    app.services(key).values.flatMap((row): PaletteItem[] => {
      const run = (id: CommandId) => (): void => {
        const { actions } = serviceScope(tools, row);
        (actions[id] ?? actions['list.open'])?.();
      };
      const { name, namespace, key } = row;
      const service = { row, cluster };
      return [
        { key, kind: 'place', title: name, detail: namespace, service, run: run('list.open') },
        ...verbs.map(({ id, command }) => new ServiceVerb(service, { id, command, run: run(id) })),
      ];
    }),
  );
}

interface Verb {
  readonly id: CommandId;
  readonly command: string;
  readonly run: () => void;
}

/** Of ten thousand Services all are searched and few are drawn: what is only drawn is made then. */
class ServiceVerb implements PaletteItem {
  readonly kind = 'more';
  readonly key: string;
  readonly words: string;
  readonly service: NonNullable<PaletteItem['service']>;
  readonly run: () => void;
  readonly #command: string;

  constructor(service: NonNullable<PaletteItem['service']>, { id, command, run }: Verb) {
    this.service = service;
    this.key = `${id} ${service.row.key}`;
    this.words = `${command} ${service.row.name}`;
    this.run = run;
    this.#command = command;
  }

  get title(): string {
    return m.commands_of_service({ command: this.#command, service: this.service.row.name });
  }

  get detail(): string {
    return this.service.row.namespace;
  }
}

/** What is wanted of a Service most, found for each of them by its name. */
const VERBS = ['service.forward', 'service.diagnosis', 'service.logs'] as const;
