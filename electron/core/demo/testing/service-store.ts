import { FakeClock } from '../../testing/fake-clock.ts';
import { mergePatch } from '../../api-rules/merge-patch.ts';
import type { DemoManifest, DemoObject } from '../registry.ts';
import { StatusError } from '../../api-rules/status-error.ts';
import { Store } from '../store.ts';
import { seededRandom } from './demo-sandbox.ts';

export type Spec = Readonly<Record<string, unknown>>;
export const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const;

/** With Services in the namespace `shop`, the first of them called `web`. */
export function storeOf(...specs: readonly Spec[]): Store {
  const store = new Store({ clock: new FakeClock(), random: seededRandom(3) });
  store.create({ kind: 'Namespace', metadata: { name: 'shop' } });
  specs.forEach((spec, index) => store.create(service(index === 0 ? 'web' : `other-${index}`, spec)));
  return store;
}

export function service(name: string, spec: Spec): DemoManifest {
  return { kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

/** `web`, changed by a merge patch. */
export function patched(store: Store, patch: object, dryRun = false): DemoObject {
  return store.update(web, (object) => mergePatch(object, patch) as DemoManifest, { dryRun });
}

/** The refusal's code, and its message without "Service "web" is invalid". */
export function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError)
      return `${error.code} ${error.message.replace(/^Service "\S+" is invalid: /, '')}`;
    throw error;
  }
  return 'accepted';
}
