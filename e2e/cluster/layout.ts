import { join } from 'node:path';
import type { Person } from './people.ts';

export interface BedPorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly api: number;
  readonly kwok: number;
  readonly kubelet: number;
}

/** All there is to know to use a running bed, from its own process or another: it stands in `state.json`. */
export interface BedState {
  readonly dir: string;
  readonly binary: string;
  readonly ports: BedPorts;
  readonly tokens: Readonly<Record<Person, string>>;
  readonly control: { readonly url: string; readonly key: string };
}

/** The files of a bed's folder. */
export function layout(dir: string) {
  return {
    etcd: join(dir, 'etcd'),
    pki: join(dir, 'pki'),
    logs: join(dir, 'logs'),
    users: join(dir, 'users'),
    exec: join(dir, 'exec'),
    admin: join(dir, 'users', 'admin.yaml'),
    tokens: join(dir, 'tokens.csv'),
    backends: join(dir, 'backends.json'),
    kwok: join(dir, 'kwok.yaml'),
    podLog: join(dir, 'pod.log'),
    previousPodLog: join(dir, 'pod-previous.log'),
    state: join(dir, 'state.json'),
  } as const;
}

export function serverUrl(ports: BedPorts): string {
  return `https://127.0.0.1:${ports.api}`;
}
