import { dig, isRecord, isSame, list, record, text } from '../json.ts';
import type { ApiObject } from './object.ts';
import { duplicate, forbidden, invalid, required, type FieldError } from './validation/field-error.ts';
import { dnsLabel, dnsSubdomain } from './validation/names.ts';
import { podSpecDefaults } from './pod-template.ts';
import type { Draft, Strategy } from './strategy.ts';

const TOLERATED_SECONDS = 300;

export const podStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  defaults: (draft) => {
    const spec = (draft.spec ??= {});
    podSpecDefaults(spec);
    spec['enableServiceLinks'] ??= true;
    spec['preemptionPolicy'] ??= 'PreemptLowerPriority';
    spec['priority'] ??= 0;
    spec['tolerations'] ??= ['not-ready', 'unreachable'].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATED_SECONDS,
    }));
  },
  prepare: (draft, old) => {
    if (!old) draft.status = { phase: 'Pending', qosClass: qosClass(draft) };
  },
  validate: (draft, old) => (old ? validateUpdate(draft, old) : validateContainers(draft)),
  grace: (pod) => {
    const isOver = ['Succeeded', 'Failed'].includes(text(pod.status?.['phase']));
    if (isOver || text(pod.spec?.['nodeName']) === '') return 0;
    const seconds = pod.spec?.['terminationGracePeriodSeconds'];
    return typeof seconds === 'number' ? seconds : 30;
  },
};

function validateContainers({ spec = {} }: Draft): FieldError[] {
  const containers = list(spec['containers']);
  if (containers.length === 0) return [required('spec.containers')];
  return containers.flatMap((container, index) => {
    const path = `spec.containers[${index}]`;
    const name = text(record(container)['name']);
    const errors = name === '' ? [required(`${path}.name`)] : [];
    if (containers.slice(0, index).some((one) => record(one)['name'] === name && name !== ''))
      errors.push(duplicate(`${path}.name`, name));
    if (name !== '') errors.push(...dnsLabel(name).map((error) => invalid(`${path}.name`, name, error)));
    if (text(record(container)['image']) === '') errors.push(required(`${path}.image`));
    return errors;
  });
}

const CHANGEABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** A pod's spec is fixed, but for images, tolerations and, once, its node. */
function validateUpdate(draft: Draft, old: ApiObject): FieldError[] {
  const bare = (spec: unknown): unknown => {
    const { tolerations: _t, activeDeadlineSeconds: _d, nodeName, ...rest } = record(spec);
    const isUnbound = text(old.spec?.['nodeName']) === '';
    return {
      ...rest,
      ...(!isUnbound && { nodeName }),
      containers: list(rest['containers']).map(withoutImage),
      initContainers: list(rest['initContainers']).map(withoutImage),
    };
  };
  return isSame(bare(draft.spec), bare(old.spec)) ? [] : [forbidden('spec', CHANGEABLE)];
}

function withoutImage(container: unknown): unknown {
  const { image: _, ...rest } = record(container);
  return rest;
}

function qosClass({ spec = {} }: Draft): string {
  const resources = list(spec['containers']).map((container) => record(record(container)['resources']));
  if (resources.every((one) => !isRecord(one['requests']) && !isRecord(one['limits']))) return 'BestEffort';
  const isFixed = resources.every(
    (one) =>
      ['cpu', 'memory'].every((key) => dig(one, 'limits', key) !== undefined) &&
      (one['requests'] === undefined || isSame(one['requests'], one['limits'])),
  );
  return isFixed ? 'Guaranteed' : 'Burstable';
}
