import { dig, isRecord, isSame, list, record, type Json } from '../json.ts';
import type { ApiObject } from './object.ts';
import { forbidden, invalid, required, type FieldError } from './validation/field-error.ts';
import { dnsLabel, dnsSubdomain } from './validation/names.ts';
import { labelsMatch, templateDefaults } from './pod-template.ts';
import type { Draft, Strategy } from './strategy.ts';

export const deploymentStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  status: {},
  defaults: (draft) => {
    const spec = workloadDefaults(draft);
    const strategy = (spec['strategy'] ??= {});
    if (isRecord(strategy)) {
      strategy['type'] ??= 'RollingUpdate';
      if (strategy['type'] === 'RollingUpdate')
        strategy['rollingUpdate'] = { maxUnavailable: '25%', maxSurge: '25%', ...record(strategy['rollingUpdate']) };
    }
    spec['revisionHistoryLimit'] ??= 10;
    spec['progressDeadlineSeconds'] ??= 600;
  },
  prepare: keepStatus,
  validate: validateWorkload,
};

export const replicaSetStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  status: { replicas: 0 },
  defaults: workloadDefaults,
  prepare: keepStatus,
  validate: validateWorkload,
};

const CHANGEABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
  "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export const statefulSetStrategy: Strategy = {
  name: dnsLabel,
  hasGeneration: true,
  status: { replicas: 0, availableReplicas: 0 },
  defaults: (draft) => {
    const spec = workloadDefaults(draft);
    spec['podManagementPolicy'] ??= 'OrderedReady';
    spec['updateStrategy'] ??= { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
    spec['revisionHistoryLimit'] ??= 10;
    spec['persistentVolumeClaimRetentionPolicy'] ??= { whenDeleted: 'Retain', whenScaled: 'Retain' };
  },
  prepare: keepStatus,
  validate: (draft, old) => [
    ...validateWorkload(draft, undefined),
    ...(old && !isSame(fixed(draft.spec), fixed(old.spec)) ? [forbidden('spec', CHANGEABLE)] : []),
  ],
};

function fixed(spec: unknown): unknown {
  const {
    replicas: _r,
    ordinals: _o,
    template: _t,
    updateStrategy: _u,
    revisionHistoryLimit: _h,
    persistentVolumeClaimRetentionPolicy: _p,
    minReadySeconds: _m,
    ...rest
  } = record(spec);
  return rest;
}

function workloadDefaults(draft: Draft): Json {
  const spec = (draft.spec ??= {});
  spec['replicas'] ??= 1;
  templateDefaults(spec);
  return spec;
}

function keepStatus(draft: Draft, old: ApiObject | undefined): void {
  if (!old) Reflect.deleteProperty(draft, 'status');
}

function validateWorkload(draft: Draft, old: ApiObject | undefined): FieldError[] {
  const { spec = {} } = draft;
  const errors: FieldError[] = [];
  const replicas = spec['replicas'];
  if (typeof replicas === 'number' && replicas < 0)
    errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
  const isEmpty = isRecord(spec['selector']) && Object.keys(spec['selector']).length === 0;
  if (!isRecord(spec['selector'])) errors.push(required('spec.selector'));
  else if (isEmpty)
    errors.push(invalid('spec.selector', {}, `empty selector is invalid for ${draft.kind.toLowerCase()}`));
  else if (old && !isSame(spec['selector'], old.spec?.['selector']))
    errors.push(invalid('spec.selector', spec['selector'], 'field is immutable'));
  const labels = dig(spec, 'template', 'metadata', 'labels');
  if (!isEmpty && (!isRecord(spec['selector']) || !labelsMatch(labels, spec['selector'])))
    errors.push(invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
  if (list(dig(spec, 'template', 'spec', 'containers')).length === 0)
    errors.push(required('spec.template.spec.containers'));
  return errors;
}
