import { isSame } from '../../json.ts';
import { as, type Deployment, type ReplicaSet } from '../shapes.ts';
import { controllerKey, keyOf, ownedBy, type Controller, type ControllerContext } from './controller.ts';
import { deploymentStatus, progressDeadline } from './deployment-status.ts';
import { firstSize, hasPods, nextScalings, rolloutLimits, type Scaling } from './rollout.ts';
import { templateHash } from './template-hash.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';
const HISTORY_LIMIT = 10;

/** Leads a Deployment's ReplicaSets from one template to the next. */
export function deploymentController(context: ControllerContext): Controller {
  const { registry, informer } = context;
  return {
    concerns: (object) => (object.kind === 'Deployment' ? [keyOf(object)] : controllerKey(object, 'Deployment')),
    reconcile: (namespace, name) => {
      const ref = { kind: 'Deployment', namespace, name } as const;
      const find = (): Deployment | undefined => as('Deployment', registry.get(ref));
      const deployment = find();
      if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return undefined;
      const rollout = new Rollout(context, deployment);
      rollout.step();
      const present = find();
      if (!present) return undefined;
      const sets = informer.ownedBy('ReplicaSet', deployment);
      const { current, old } = splitSets(deployment, sets);
      const status = deploymentStatus({ deployment: present, current, old, now: context.clock.now() });
      const isUnchanged = isSame(status, present.status);
      const after = isUnchanged
        ? present
        : as(
            'Deployment',
            registry.updateStatus(ref, (one) => ({ ...one, status })),
          );
      return after && progressDeadline(after);
    },
  };
}

/** The ReplicaSet of the Deployment's present template, and the others. */
export function splitSets(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): { readonly current: ReplicaSet | undefined; readonly old: readonly ReplicaSet[] } {
  const hash = templateHash(deployment.spec.template);
  const current = sets.find(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  return { current, old: sets.filter((set) => set !== current) };
}

class Rollout {
  readonly #context: ControllerContext;
  readonly #deployment: Deployment;

  constructor(context: ControllerContext, deployment: Deployment) {
    this.#context = context;
    this.#deployment = deployment;
  }

  step(): void {
    const sets = this.#context.informer.ownedBy('ReplicaSet', this.#deployment);
    const { current, old } = splitSets(this.#deployment, sets);
    const revision = String(1 + Math.max(0, ...old.map(revisionOf)));
    if (this.#deployment.spec.paused === true) {
      const [newest] = current ? [current] : [...sets].sort((a, b) => revisionOf(b) - revisionOf(a));
      if (newest) this.#scale({ set: newest, to: rolloutLimits(this.#deployment).replicas });
    } else if (!current) {
      if (this.#deployment.spec.strategy?.type === 'Recreate' && old.some(hasPods)) {
        for (const set of old) this.#scale({ set, to: 0 });
        return;
      }
      this.#create(revision, old);
    } else {
      this.#annotate(current, revisionOf(current) > Math.max(0, ...old.map(revisionOf)) ? undefined : revision);
      for (const scaling of nextScalings(this.#deployment, current, old)) this.#scale(scaling);
      this.#forget(old);
    }
  }

  #create(revision: string, old: readonly ReplicaSet[]): void {
    const { registry } = this.#context;
    const { metadata, spec } = this.#deployment;
    const hash = templateHash(spec.template);
    const name = `${metadata.name}-${hash}`;
    const replicas = firstSize(this.#deployment, old);
    const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash };
    registry.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace: metadata.namespace,
        labels,
        annotations: this.#annotations(revision),
        ownerReferences: ownedBy(this.#deployment),
      },
      spec: {
        replicas,
        selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [HASH_LABEL]: hash } },
        template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
      },
    });
    this.#setRevision(revision);
    if (replicas > 0) this.#tell(name, 0, replicas);
  }

  #annotations(revision: string): Record<string, string> {
    const { replicas, maxSurge } = rolloutLimits(this.#deployment);
    return {
      'deployment.kubernetes.io/desired-replicas': String(replicas),
      'deployment.kubernetes.io/max-replicas': String(replicas + maxSurge),
      [REVISION]: revision,
    };
  }

  /** A template that comes back takes the number after the newest. */
  #annotate(set: ReplicaSet, revision: string | undefined): void {
    const next = revision ?? set.metadata.annotations?.[REVISION] ?? '1';
    const annotations = { ...set.metadata.annotations, ...this.#annotations(next) };
    if (!isSame(annotations, { ...set.metadata.annotations })) this.#write(set, { annotations });
    this.#setRevision(next);
  }

  #setRevision(revision: string): void {
    const { namespace = '', name, annotations } = this.#deployment.metadata;
    if (annotations?.[REVISION] === revision) return;
    this.#context.registry.update({ kind: 'Deployment', namespace, name }, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [REVISION]: revision } },
    }));
  }

  #scale({ set, to }: Scaling): void {
    const from = set.spec.replicas ?? 0;
    if (from === to) return;
    this.#write(set, { replicas: to });
    this.#tell(set.metadata.name, from, to);
  }

  #write({ metadata: { namespace = '', name } }: ReplicaSet, change: Partial<SetChange>): void {
    this.#context.registry.update({ kind: 'ReplicaSet', namespace, name }, (object) => ({
      ...object,
      metadata: { ...object.metadata, ...(change.annotations && { annotations: change.annotations }) },
      spec: { ...object.spec, ...(change.replicas !== undefined && { replicas: change.replicas }) },
    }));
  }

  #tell(set: string, from: number, to: number): void {
    const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${set} from ${from} to ${to}`;
    this.#context.recorder('deployment-controller')(this.#deployment, { reason: 'ScalingReplicaSet', message });
  }

  #forget(old: readonly ReplicaSet[]): void {
    const empty = old.filter(({ spec, status }) => spec.replicas === 0 && (status?.replicas ?? 0) === 0);
    const extra = old.length - (this.#deployment.spec.revisionHistoryLimit ?? HISTORY_LIMIT);
    const oldest = [...empty].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, extra));
    for (const { metadata } of oldest) {
      this.#context.registry.delete({ kind: 'ReplicaSet', namespace: metadata.namespace ?? '', name: metadata.name });
    }
  }
}

interface SetChange {
  readonly annotations: Readonly<Record<string, string>>;
  readonly replicas: number;
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}
