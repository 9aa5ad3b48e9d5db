import { commandTable, type CommandId } from '../../../shared/command-table.ts';

/** What one window's page can do now, and what it is asked to do. */
export class PageCommands {
  readonly #send: (id: CommandId) => void;
  #live: ReadonlySet<CommandId> = new Set();
  /** Asked for before the page said that it can. */
  #wanted: CommandId | undefined;

  /** `send` tells the page. */
  constructor(send: (id: CommandId) => void) {
    this.#send = send;
  }

  get live(): ReadonlySet<CommandId> {
    return this.#live;
  }

  /** To be called with what the page says; what is no list of commands is nothing. */
  told(ids: unknown): void {
    this.#live = new Set(Array.isArray(ids) ? ids.filter(isCommand) : []);
    const wanted = this.#wanted;
    if (wanted && this.#live.has(wanted)) this.run(wanted);
  }

  /** Has a command done: at once, or by a page that is still being loaded as soon as it can. */
  run(id: CommandId): void {
    const isReady = this.#live.size > 0;
    this.#wanted = isReady ? undefined : id;
    if (isReady && this.#live.has(id)) this.#send(id);
  }

  /** To be called when the page is gone; another one may come. */
  reset(): void {
    this.#live = new Set();
  }
}

const isCommand = (id: unknown): id is CommandId => typeof id === 'string' && Object.hasOwn(commandTable, id);
