import { as, type Service } from '../shapes.ts';
import { keyOf, type Controller, type ControllerContext } from './controller.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** TEST-NET-3: addresses that belong to nobody. */
const NETWORK = '203.0.113.';
const FIRST_HOST = 10;
const LAST_HOST = 250;
/** What a cloud takes to give an address. */
const DELAY = 2_000;

/** A cloud's part: an address for each Service that asks for its class, kept until the Service no longer does. */
export function loadBalancerController(context: ControllerContext, loadBalancerClass: string): Controller {
  const { registry, informer, clock, recorder } = context;
  const record = recorder('service-controller');
  const asked = new Map<string, number>();
  return {
    concerns: (object) => (object.kind === 'Service' ? [keyOf(object)] : []),
    reconcile: (namespace, name) => {
      const ref = { kind: 'Service', namespace, name } as const;
      const service = as('Service', registry.get(ref));
      if (!service) return undefined;
      if (!wantsAddress(service, loadBalancerClass)) {
        asked.delete(service.metadata.uid);
        if (service.metadata.finalizers?.includes(FINALIZER)) release(service);
        return undefined;
      }
      if (addressesOf(service).length > 0) return undefined;
      const since = asked.get(service.metadata.uid);
      if (since === undefined) {
        asked.set(service.metadata.uid, clock.now());
        setFinalizer(service, true);
        record(service, { reason: 'EnsuringLoadBalancer', message: 'Ensuring load balancer' });
      }
      const ready = (since ?? clock.now()) + DELAY;
      if (clock.now() < ready) return ready;
      const ingress = [{ ip: freeAddress(informer.list('Service')), ipMode: 'VIP' }];
      registry.updateStatus(ref, (object) => ({ ...object, status: { loadBalancer: { ingress } } }));
      record(service, { reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer' });
      return undefined;
    },
  };

  function release(service: Service): void {
    record(service, { reason: 'DeletingLoadBalancer', message: 'Deleting load balancer' });
    record(service, { reason: 'DeletedLoadBalancer', message: 'Deleted load balancer' });
    setFinalizer(service, false);
  }

  function setFinalizer({ metadata: { namespace = '', name } }: Service, isThere: boolean): void {
    registry.update({ kind: 'Service', namespace, name }, (object) => {
      const others = (object.metadata.finalizers ?? []).filter((one) => one !== FINALIZER);
      return { ...object, metadata: { ...object.metadata, finalizers: isThere ? [...others, FINALIZER] : others } };
    });
  }
}

function wantsAddress({ metadata, spec }: Service, loadBalancerClass: string): boolean {
  const isOurs = spec.type === 'LoadBalancer' && spec.loadBalancerClass === loadBalancerClass;
  return isOurs && metadata.deletionTimestamp === undefined;
}

function addressesOf({ status }: Service): readonly unknown[] {
  return (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip);
}

function freeAddress(services: readonly Service[]): string {
  const taken = new Set(services.flatMap(addressesOf));
  for (let host = FIRST_HOST; host <= LAST_HOST; host += 1) {
    if (!taken.has(`${NETWORK}${host}`)) return `${NETWORK}${host}`;
  }
  throw new Error('no address left');
}
