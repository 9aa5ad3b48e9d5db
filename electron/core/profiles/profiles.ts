import { fail } from '../../../shared/failure.ts';
import type { Profile, ProfileForward, ProfileView, StartReport } from '../../../shared/model/profile.ts';
import type { Forwards } from '../forward/forwards.ts';
import { missing, portKey } from '../forward/many/missing.ts';
import { startAll } from '../forward/many/start-all.ts';
import type { Clusters } from '../kube/clusters.ts';
import { LiveMap } from '../live.ts';
import { formatProfile, parseProfile } from './profile-file.ts';
import type { ProfileStore } from './profile-store.ts';

export interface ProfilesOptions {
  readonly store: ProfileStore;
  readonly clusters: Clusters;
  readonly forwards: Forwards;
}

/** Named sets of forwards. Calls that name a profile reject with `profile-unknown` when there is none. */
export class Profiles {
  readonly views = new LiveMap<ProfileView>();
  readonly #options: ProfilesOptions;

  constructor(options: ProfilesOptions) {
    this.#options = options;
  }

  /** Reads what is on disk. */
  async load(): Promise<readonly Profile[]> {
    const profiles = await this.#options.store.read();
    this.#tell(profiles);
    return profiles;
  }

  /** Keeps the forwards that there are now, each with the local port that it has. */
  async save(name: string): Promise<void> {
    const forwards = [...this.#options.forwards.views.items.values()].map(({ spec, local }) => kept(spec, local?.port));
    if (forwards.length === 0) throw fail('profile-empty', { name });
    await this.#add({ name, startWithApp: false, forwards });
  }

  async rename(name: string, to: string): Promise<void> {
    await this.#change((profiles) => {
      found(profiles, name);
      if (to !== name) refuseExisting(profiles, to);
      return profiles.map((one) => (one.name === name ? { ...one, name: to } : one));
    });
  }

  async remove(name: string): Promise<void> {
    await this.#change((profiles) => profiles.filter((one) => one !== found(profiles, name)));
  }

  async startWithApp(name: string, on: boolean): Promise<void> {
    await this.#change((profiles) => {
      const profile = found(profiles, name);
      return profiles.map((one) => (one === profile ? { ...one, startWithApp: on } : one));
    });
  }

  /** Starts those of its forwards that do not run; connects their contexts, for that is what was asked for. */
  async start(name: string): Promise<StartReport> {
    const { forwards } = found(await this.load(), name);
    this.#connect(forwards);
    return startAll(this.#options.forwards, missing(forwards, this.#running()));
  }

  /** The forwards that start with the app, without those that `others` has already; connects their contexts. */
  async atStart(others: readonly ProfileForward[]): Promise<readonly ProfileForward[]> {
    const wanted = (await this.load()).filter(({ startWithApp }) => startWithApp).flatMap(({ forwards }) => forwards);
    const forwards = missing(wanted, others);
    this.#connect(forwards);
    return forwards;
  }

  async stop(name: string): Promise<void> {
    const profile = found(await this.load(), name);
    const ours = new Set(profile.forwards.map(portKey));
    const running = [...this.#options.forwards.views.items.values()].filter(({ spec }) => ours.has(portKey(spec)));
    await Promise.all(running.map(({ key }) => this.#options.forwards.stop(key)));
  }

  /** The profile as a file for others. */
  async export(name: string): Promise<string> {
    const { forwards } = found(await this.load(), name);
    const { items } = this.#options.clusters.contexts;
    const nameOf = (key: string): string => items.get(key)?.name ?? key;
    return formatProfile({ name, forwards: forwards.map((one) => ({ ...one, context: nameOf(one.context) })) });
  }

  /**
   * Takes over what `export` has made, here or elsewhere, and says its name. A context that this kubeconfig does not
   * have is kept as it is named: starting says that it is missing.
   */
  async import(text: string): Promise<string> {
    const { name, forwards } = parseProfile(text);
    const contexts = [...this.#options.clusters.contexts.items.values()];
    const keyOf = (context: string): string => contexts.find((one) => one.name === context)?.key ?? context;
    const taken = forwards.map((one) => ({ ...one, context: keyOf(one.context) }));
    await this.#add({ name, startWithApp: false, forwards: taken });
    return name;
  }

  #connect(forwards: readonly ProfileForward[]): void {
    const { clusters } = this.#options;
    for (const context of new Set(forwards.map((forward) => forward.context))) {
      const view = clusters.contexts.items.get(context);
      if (view && view.link.state !== 'live') clusters.connect(context);
    }
  }

  #running(): readonly ProfileForward[] {
    const views = [...this.#options.forwards.views.items.values()];
    return views.filter(({ state }) => state.state !== 'failed').map(({ spec }) => spec);
  }

  #add(profile: Profile): Promise<void> {
    return this.#change((profiles) => {
      refuseExisting(profiles, profile.name);
      return [...profiles, profile];
    });
  }

  async #change(make: (profiles: readonly Profile[]) => readonly Profile[]): Promise<void> {
    this.#tell(await this.#options.store.change(make));
  }

  #tell(profiles: readonly Profile[]): void {
    this.views.reset(profiles.map((profile) => ({ ...profile, key: profile.name })));
  }
}

function kept(spec: ProfileForward, localPort?: number): ProfileForward {
  const { context, namespace, name, port, address, balance } = spec;
  return {
    context,
    namespace,
    name,
    port,
    ...(localPort !== undefined && { localPort }),
    ...(address !== undefined && { address }),
    ...(balance && { balance }),
  };
}

function found(profiles: readonly Profile[], name: string): Profile {
  const profile = profiles.find((one) => one.name === name);
  if (profile) return profile;
  throw fail('profile-unknown', { name, known: profiles.map((one) => one.name).join(', ') || '-' });
}

function refuseExisting(profiles: readonly Profile[], name: string): void {
  if (profiles.some((one) => one.name === name)) throw fail('profile-exists', { name });
}
