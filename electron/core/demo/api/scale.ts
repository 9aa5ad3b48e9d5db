import { dig } from '../../json.ts';
import type { DemoManifest, DemoObject } from '../registry.ts';
import { unprocessable } from '../../api-rules/status-error.ts';
import { invalid } from '../../api-rules/validation/field-error.ts';
import { selectorText } from './table/cells.ts';

/** A workload as `autoscaling/v1` Scale: how many there should be, and are. */
export function scaleOf({ metadata, spec = {}, status = {} }: DemoObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: spec['replicas'] === 0 ? {} : { replicas: spec['replicas'] },
    status: { replicas: status['replicas'] ?? 0, selector: selectorText(spec['selector']) },
  };
}

export function readScale(scale: unknown): number {
  const replicas = dig(scale, 'spec', 'replicas') ?? 0;
  if (typeof replicas === 'number' && replicas >= 0) return replicas;
  const name = String(dig(scale, 'metadata', 'name'));
  throw unprocessable({ name, group: 'autoscaling', kind: 'Scale' }, [
    invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
  ]);
}

export function withScale(object: DemoObject, replicas: number): DemoManifest {
  return { ...object, spec: { ...object.spec, replicas } };
}
