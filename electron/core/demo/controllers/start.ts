import type { Clock } from '../../clock.ts';
import { EventRecorder } from '../event-recorder.ts';
import { Informer } from '../informer.ts';
import { isSame } from '../../json.ts';
import type { Registry } from '../registry.ts';
import { WorkQueue } from '../work-queue.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { deploymentController } from './deployment.ts';
import { endpointSliceController } from './endpoint-slices.ts';
import { endpointsController } from './endpoints.ts';
import { loadBalancerController } from './load-balancer.ts';
import { mirroringController } from './mirrored-slices.ts';
import { replicaSetController } from './replica-set.ts';
import { statefulSetController } from './stateful-set.ts';

export interface ControllersOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  /** Services of type LoadBalancer that ask for this class get an address. Absent: none does. */
  readonly loadBalancerClass?: string;
  readonly onMistake?: (error: unknown) => void;
}

const KINDS = [
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'Pod',
  'Node',
  'Service',
  'Endpoints',
  'EndpointSlice',
] as const;

/** Starts all that keeps the demo cluster's objects in line with each other. */
export function startControllers({ registry, clock, loadBalancerClass, onMistake }: ControllersOptions): {
  close(): void;
} {
  const informer = new Informer(registry);
  const events = new EventRecorder({ registry, clock });
  const context: ControllerContext = { registry, clock, informer, recorder: (component) => events.from(component) };
  const controllers: Readonly<Record<string, Controller>> = {
    deployment: deploymentController(context),
    replicaSet: replicaSetController(context),
    statefulSet: statefulSetController(context),
    endpointSlices: endpointSliceController(context),
    endpoints: endpointsController(context),
    mirroring: mirroringController(context),
    ...(loadBalancerClass !== undefined && { loadBalancer: loadBalancerController(context, loadBalancerClass) }),
  };
  const queue = new WorkQueue({
    clock,
    onMistake,
    reconcile: (key) => {
      const [controller = '', namespace = '', name = ''] = key.split('/');
      return controllers[controller]?.reconcile(namespace, name);
    },
  });
  const notice: Parameters<Registry['subscribe']>[0] = (event) => {
    informer.apply(event);
    // What its labels led to before has to hear that they no longer do.
    const leftFrom = isSame(event.previous?.metadata.labels, event.object.metadata.labels) ? undefined : event.previous;
    for (const [name, controller] of Object.entries(controllers)) {
      for (const key of controller.concerns(event.object)) queue.add(`${name}/${key}`);
      if (leftFrom) for (const key of controller.concerns(leftFrom)) queue.add(`${name}/${key}`);
    }
  };
  const stop = registry.subscribe(notice);
  for (const kind of KINDS) {
    for (const object of registry.list(kind)) notice({ type: 'ADDED', object });
  }
  return {
    close: () => {
      stop();
      queue.close();
    },
  };
}
