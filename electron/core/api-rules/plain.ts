import { isRecord, list, NULL, record, text } from '../json.ts';
import { invalid, required } from './validation/field-error.ts';
import { specialAddressErrors } from './validation/ip.ts';
import { validateLabels } from './validation/meta.ts';
import { dnsLabel, dnsSubdomain } from './validation/names.ts';
import type { Strategy } from './strategy.ts';

export const namespaceStrategy: Strategy = {
  name: dnsLabel,
  defaults: (draft) => {
    draft.metadata.labels = { ...draft.metadata.labels, 'kubernetes.io/metadata.name': draft.metadata.name };
  },
  prepare: (draft, old) => {
    draft.spec = { ...(old?.spec ?? { finalizers: ['kubernetes'] }) };
    draft.status = { ...(old?.status ?? { phase: 'Active' }) };
  },
};

export const nodeStrategy: Strategy = { name: dnsSubdomain, status: {}, defaults: (draft) => void (draft.spec ??= {}) };

/** Clients say when an event was; what they leave out is null, not absent. */
export const eventStrategy: Strategy = {
  name: dnsSubdomain,
  defaults: (draft) => {
    for (const key of ['firstTimestamp', 'lastTimestamp', 'eventTime']) draft[key] ??= NULL;
    draft['source'] ??= {};
    draft['reportingComponent'] ??= '';
    draft['reportingInstance'] ??= '';
  },
  validate: (draft) => {
    const namespace = text(record(draft['involvedObject'])['namespace']);
    const isPlaced = namespace === (draft.metadata.namespace ?? '') || namespace === '';
    return isPlaced ? [] : [invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
  },
};

export const endpointsStrategy: Strategy = {
  name: dnsSubdomain,
  defaults: ({ subsets }) => {
    for (const subset of list(subsets))
      for (const port of list(record(subset)['ports'])) if (isRecord(port)) port['protocol'] ??= 'TCP';
  },
  validate: ({ subsets }) =>
    list(subsets).flatMap((subset, index) => {
      const path = `subsets[${index}]`;
      const { addresses, notReadyAddresses } = record(subset);
      if (list(addresses).length + list(notReadyAddresses).length === 0)
        return [required(path, 'must specify `addresses` or `notReadyAddresses`')];
      return list(addresses).flatMap((address, at) => {
        const ip = text(record(address)['ip']);
        return specialAddressErrors(ip).map((error) => invalid(`${path}.addresses[${at}].ip`, ip, error));
      });
    }),
};

export const ingressStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  status: { loadBalancer: {} },
  validate: ({ spec = {} }) =>
    list(spec['rules']).length === 0 && !isRecord(spec['defaultBackend'])
      ? [invalid('spec', undefined, 'either `defaultBackend` or `rules` must be specified')]
      : [],
};

export const networkPolicyStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  validate: ({ spec = {} }) => {
    const labels = record(record(spec['podSelector'])['matchLabels']) as Record<string, string>;
    return validateLabels(labels, 'spec.podSelector.matchLabels');
  },
  defaults: (draft) => {
    const spec = (draft.spec ??= {});
    spec['podSelector'] ??= {};
    spec['policyTypes'] ??= list(spec['egress']).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
    for (const rule of [...list(spec['ingress']), ...list(spec['egress'])])
      for (const port of list(record(rule)['ports'])) if (isRecord(port)) port['protocol'] ??= 'TCP';
  },
};
