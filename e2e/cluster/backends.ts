import { readFile, rename, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { errorCode } from './errors.ts';

type BackendMap = Record<string, Record<string, string>>;

/**
 * Which loopback server stands behind which port of which pod.
 *
 * None has to be named: the `kubelet` program listens for every port that a running pod's containers declare, from the
 * moment the pod has an address until it is deleted (go/backend.go: `GET /` says which pod answers, `/slow?ms=`,
 * `/bytes?n=`, `/drip?n=&ms=`, `/status?code=`, `/reset`, POST echoes). The pod's annotation `portolan.test/backends`
 * makes ports raw TCP echoes or closed ones: `7=echo,9=none`. What is set here comes before both.
 */
export interface Backends {
  /** `pod` is namespace/name; the address is host:port, or '' for a port that refuses. Takes effect at the next connection. */
  set(pod: string, port: number, address: string): Promise<void>;
  /** Gives the pod, or all pods, their built-in backends back. */
  reset(pod?: string): Promise<void>;
}

export function backendsFile(path: string): Backends {
  let last: Promise<unknown> = Promise.resolve();
  const change = (edit: (map: BackendMap) => BackendMap): Promise<void> => {
    const next = last.then(async () => {
      const map = edit(await read(path));
      const unfinished = `${path}.${randomUUID()}`;
      await writeFile(unfinished, JSON.stringify(map));
      await rename(unfinished, path); // read at every connection: never half a file
    });
    last = next.catch(() => {});
    return next;
  };
  return {
    set: (pod, port, address) => change((map) => ({ ...map, [pod]: { ...map[pod], [port]: address } })),
    reset: (pod) =>
      change((map) => Object.fromEntries(Object.entries(map).filter(([key]) => pod !== undefined && key !== pod))),
  };
}

async function read(path: string): Promise<BackendMap> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as BackendMap; // written above
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw error;
  }
}
