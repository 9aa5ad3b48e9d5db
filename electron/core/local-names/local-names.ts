import { toFailure } from '../../../shared/failure.ts';
import {
  doors,
  type Door,
  type DoorName,
  type DoorWishes,
  type LocalNamesView,
} from '../../../shared/model/local-names.ts';
import type { Clock } from '../clock.ts';
import { portsFrom } from '../forward/local-port.ts';
import { OnDemand, type OnDemandOptions } from '../forward/many/on-demand.ts';
import type { Clusters } from '../kube/clusters.ts';
import { LiveMap } from '../live.ts';
import { Directory } from './directory.ts';
import { Gateway } from './gateway.ts';
import { Socks } from './socks.ts';

/** The port that is tried first. */
const PORTS: Readonly<Record<DoorName, number>> = { gateway: 7080, socks: 1080 };

export interface LocalNamesOptions extends OnDemandOptions {
  readonly clock: Clock;
  readonly clusters: Clusters;
  readonly wishes: DoorWishes;
  readonly onWishes: (wishes: DoorWishes) => void;
}

interface Opened {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens and closes the doors, each on the port that it had before where that is free. */
export class LocalNames {
  readonly view = new LiveMap<LocalNamesView>();
  readonly #options: LocalNamesOptions;
  readonly #onDemand: OnDemand;
  readonly #directory: Directory;
  readonly #open = new Map<DoorName, Opened>();
  readonly #states: Record<DoorName, Door> = { gateway: { state: 'off' }, socks: { state: 'off' } };
  #wishes: DoorWishes;
  #switching: Promise<void> = Promise.resolve();

  constructor(options: LocalNamesOptions) {
    this.#options = options;
    this.#wishes = options.wishes;
    this.#onDemand = new OnDemand(options);
    this.#directory = new Directory(options.clusters);
    this.#tell();
    for (const name of doors) if (options.wishes[name]?.on) this.#queue(() => this.#start(name)).catch(() => undefined);
  }

  /** Opens or closes a door; what keeps it from being opened is told in the view. */
  switch(name: DoorName, on: boolean): Promise<void> {
    return this.#queue(async () => {
      if (on) await this.#start(name);
      else await this.#stop(name);
      const state = this.#states[name];
      const port = state.state === 'on' ? state.port : this.#wishes[name]?.port;
      this.#wishes = { ...this.#wishes, [name]: { on, ...(port !== undefined && { port }) } };
      this.#options.onWishes(this.#wishes);
    });
  }

  close(): Promise<void> {
    return this.#queue(async () => {
      for (const name of doors) await this.#stop(name);
      await this.#onDemand.close();
    });
  }

  /** One after the other: two clicks must not open a door twice. */
  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#switching.then(work);
    this.#switching = done.catch(() => undefined);
    return done;
  }

  async #start(name: DoorName): Promise<void> {
    if (this.#open.has(name)) return;
    this.#directory.watch(true);
    try {
      const opened = await this.#openDoor(name, portsFrom(this.#wishes[name]?.port ?? PORTS[name]));
      this.#open.set(name, opened);
      this.#states[name] = { state: 'on', port: opened.port };
    } catch (error) {
      this.#states[name] = { state: 'failed', failure: toFailure(error) };
    }
    this.#directory.watch(this.#open.size > 0);
    this.#tell();
  }

  async #stop(name: DoorName): Promise<void> {
    const opened = this.#open.get(name);
    this.#open.delete(name);
    this.#directory.watch(this.#open.size > 0);
    this.#states[name] = { state: 'off' };
    this.#tell();
    await opened?.close();
  }

  #openDoor(name: DoorName, ports: readonly number[]): Promise<Opened> {
    const { clock } = this.#options;
    const onDemand = this.#onDemand;
    switch (name) {
      case 'gateway':
        return Gateway.open(ports, { clock, onDemand, known: () => this.#directory.known });
      case 'socks':
        return Socks.open(ports, { clock, onDemand, names: () => this.#directory.names });
    }
  }

  #tell(): void {
    this.view.reset([{ key: 'local-names', ...this.#states }]);
  }
}
