import { unprocessable } from '../status-error.ts';
import { forbidden, invalid, type FieldError } from '../validation/field-error.ts';
import { addressErrors, parseAddress } from '../validation/ip.ts';
import { dnsLabel, dnsSubdomain } from '../validation/names.ts';
import type { ApiObject } from '../object.ts';
import type { Draft, Strategy } from '../strategy.ts';
import type { Allocations } from './allocation.ts';
import { alignClusterIPs, dropTypeDependent, keepAllocated } from './carry-over.ts';
import { hideUnused, serviceDefaults } from './defaults.ts';
import { decideFamilies, type Families } from './families.ts';
import { isLoadBalancer } from './service.ts';
import type { ServiceDraft } from './service.ts';
import { validateService } from './validate.ts';
import { serviceWarnings } from './warnings.ts';

/** The real server's rules for Services, one step a file. */
export function serviceStrategy(allocations: Allocations, families: Families = ['IPv4']): Strategy {
  return {
    name: dnsLabel,
    status: { loadBalancer: {} },
    defaults: (draft) => {
      draft.spec ??= {};
      serviceDefaults(asService(draft));
    },
    begin: (draft, { old, dryRun }) => {
      const { spec } = asService(draft);
      const before = old && asService(old).spec;
      if (before) keepAllocated(spec, before);
      alignClusterIPs(spec, before);
      const { name } = draft.metadata;
      const errors = decideFamilies(spec, { old: before, families });
      if (errors.length > 0) throw unprocessable({ name, kind: 'Service' }, errors);
      return allocations.take({ name, spec, old: before, dryRun });
    },
    prepare: (draft, old) => {
      draft.status = structuredClone({ ...(old?.status ?? { loadBalancer: {} }) });
      if (old) dropTypeDependent(asService(draft), asService(old).spec);
      hideUnused(asService(draft));
    },
    validate: (draft, old) => validateService(asService(draft), old && asService(old)),
    validateStatus: (draft) => validateIngress(asService(draft)),
    warnings: (draft) => serviceWarnings(asService(draft)),
    release: (object) => allocations.release(asService(object).spec),
  };
}

/** Decoding has checked it against `serviceShape`. */
function asService(draft: Draft | ApiObject): ServiceDraft {
  return draft as unknown as ServiceDraft;
}

function validateIngress({ spec, status }: ServiceDraft): FieldError[] {
  const path = 'status.loadBalancer.ingress';
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0 && !isLoadBalancer(spec))
    return [forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  return ingress.flatMap(({ ip, hostname }, index) => [
    ...(ip === undefined ? [] : addressErrors(ip).map((error) => invalid(`${path}[${index}].ip`, ip, error))),
    ...(hostname !== undefined && parseAddress(hostname)
      ? [invalid(`${path}[${index}].hostname`, hostname, 'must be a DNS name, not an IP address')]
      : []),
    ...(hostname === undefined
      ? []
      : dnsSubdomain(hostname).map((error) => invalid(`${path}[${index}].hostname`, hostname, error))),
  ]);
}
