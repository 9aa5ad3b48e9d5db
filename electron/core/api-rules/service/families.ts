import { isSame } from '../../json.ts';
import { duplicate, invalid, required, unsupported, type FieldError } from '../validation/field-error.ts';
import { addressErrors, isIPv6Text } from '../validation/ip.ts';
import { isExternalName, isHeadless } from './service.ts';
import type { ServiceSpec } from './service.ts';

export type Families = readonly [string, ...string[]];
const POLICY = 'spec.ipFamilyPolicy';
const IPS = 'spec.clusterIPs';

export interface FamilyOptions {
  readonly old: ServiceSpec | undefined;
  /** What the cluster has for Services, its default first. */
  readonly families: Families;
}

/** Decides the address families of a Service; the errors are why they can't be had. */
export function decideFamilies(spec: ServiceSpec, { old, families }: FamilyOptions): FieldError[] {
  if (isExternalName(spec) || (old && isUnchangedPreference(spec, old))) return [];
  const isFree = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (isFree ? 'RequireDualStack' : 'SingleStack');
  const wrong = validateFamilies(spec, old);
  if (wrong.length > 0) return wrong;
  const errors = [...(old ? release(spec, old) : []), ...tooMany(spec), ...familiesOfAddresses(spec, families)];
  if (errors.length > 0) return errors;
  return isFree ? freeFamilies(spec, families) : ownFamilies(spec, families);
}

function isUnchangedPreference(spec: ServiceSpec, old: ServiceSpec): boolean {
  return (
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (old.ipFamilyPolicy ?? 'PreferDualStack') === 'PreferDualStack' &&
    old.type === spec.type &&
    isSame(old.clusterIPs, spec.clusterIPs) &&
    isSame(old.ipFamilies, spec.ipFamilies)
  );
}

/** Giving a second address up has to be said. */
function release(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const fields = { clusterIPs: 'secondary cluster IP', ipFamilies: 'secondary IP family' } as const;
  const errors: FieldError[] = [];
  for (const [field, what] of [
    ['clusterIPs', fields.clusterIPs],
    ['ipFamilies', fields.ipFamilies],
  ] as const) {
    const now = spec[field] ?? [];
    const before = old[field] ?? [];
    if (spec.ipFamilyPolicy === 'SingleStack') {
      if (isSame(now, before) && now.length > 1) spec[field] = now.slice(0, 1);
    } else if (now.length > 0 && now.length < before.length)
      errors.push(invalid(POLICY, spec.ipFamilyPolicy, `must be 'SingleStack' to release the ${what}`));
  }
  return errors;
}

function tooMany(spec: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy !== 'SingleStack') return [];
  const wanted = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";
  return [
    ...(spec.clusterIPs?.length === 2
      ? [invalid(POLICY, spec.ipFamilyPolicy, `${wanted} cluster IPs are specified`)]
      : []),
    ...(spec.ipFamilies?.length === 2
      ? [invalid(POLICY, spec.ipFamilyPolicy, `${wanted} IP families are specified`)]
      : []),
  ];
}

function familiesOfAddresses(spec: ServiceSpec, families: Families): FieldError[] {
  const errors: FieldError[] = [];
  (spec.clusterIPs ?? []).forEach((ip, index) => {
    if (ip === 'None' || index < (spec.ipFamilies ?? []).length) return;
    const family = isIPv6Text(ip) ? 'IPv6' : 'IPv4';
    if (families.includes(family)) (spec.ipFamilies ??= []).push(family);
    else errors.push(invalid(`${IPS}[${index}]`, spec.clusterIPs, `${family} is not configured on this cluster`));
  });
  return errors;
}

/** Headless without a selector: nobody makes addresses for it, so it may claim any family. */
function freeFamilies(spec: ServiceSpec, families: Families): FieldError[] {
  const own = (spec.ipFamilies ??= [families[0]]);
  if (own.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') own.push(otherThan(own[0]));
  return [];
}

function otherThan(family: string | undefined): string {
  return family === 'IPv4' ? 'IPv6' : 'IPv4';
}

function ownFamilies(spec: ServiceSpec, families: Families): FieldError[] {
  const isSingle = families.length < 2;
  const errors: FieldError[] = [];
  if (isSingle && spec.ipFamilyPolicy === 'RequireDualStack')
    errors.push(invalid(POLICY, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services'));
  (spec.ipFamilies ?? []).forEach((family, index) => {
    if (!families.includes(family))
      errors.push(invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  });
  if (errors.length > 0) return errors;
  const own = (spec.ipFamilies ??= [families[0]]);
  if (!isSingle && own.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') own.push(otherThan(own[0]));
  return [];
}

/** What clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy have to be, each and together. */
export function validateFamilies(spec: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  if (isExternalName(spec)) return [];
  const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const errors: FieldError[] = [];
  if (clusterIP !== undefined) {
    if (clusterIPs.length === 0) errors.push(required(IPS));
    else if (clusterIPs[0] !== clusterIP) errors.push(invalid(IPS, clusterIPs, 'first value must match `clusterIP`'));
  } else if (clusterIPs.length > 0)
    errors.push(invalid(IPS, clusterIPs, 'must be empty when `clusterIP` is not specified'));

  ipFamilies.forEach((family, index) => {
    const path = `spec.ipFamilies[${index}]`;
    if (!['IPv4', 'IPv6'].includes(family)) errors.push(unsupported(path, family, ['IPv4', 'IPv6']));
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(path, family));
  });
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy))
    errors.push(unsupported(POLICY, ipFamilyPolicy, policies));

  const wrong = wrongAddresses(clusterIPs, old?.clusterIPs ?? []);
  errors.push(...wrong);
  if (clusterIPs.length > 2) errors.push(invalid(IPS, clusterIPs, 'may only hold up to 2 values'));
  return wrong.length > 0 ? errors : [...errors, ...matchFamilies(spec)];
}

function wrongAddresses(clusterIPs: readonly string[], known: readonly string[]): FieldError[] {
  return clusterIPs.flatMap((ip, index) => {
    if (index === 0 && ip === 'None')
      return clusterIPs.length > 1 ? [invalid(IPS, clusterIPs, "'None' must be the first and only value")] : [];
    if (known.includes(ip)) return [];
    return addressErrors(ip).map((error) => invalid(`${IPS}[${index}]`, ip, error));
  });
}

function matchFamilies(spec: ServiceSpec): FieldError[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const errors: FieldError[] = [];
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(isIPv6Text)).size < 2)
    errors.push(invalid(IPS, clusterIPs, 'may specify no more than one IP for each IP family'));
  if (isHeadless(spec)) return errors;
  clusterIPs.forEach((ip, index) => {
    const family = ipFamilies[index];
    if (family === undefined || (family === 'IPv6') === isIPv6Text(ip)) return;
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    errors.push(invalid(`${IPS}[${index}]`, ip, detail));
  });
  return errors;
}

/** The first address and family never change, but through ExternalName. */
export function validateFamilyChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isExternalName(spec) || isExternalName(old)) return [];
  const errors: FieldError[] = [];
  const toOrFromHeadless = isHeadless(spec) !== isHeadless(old);
  if (!isHeadless(spec) || toOrFromHeadless)
    errors.push(...unchangedStart('clusterIPs', spec.clusterIPs ?? [], old.clusterIPs ?? []));
  if (!isHeadless(spec) && !toOrFromHeadless)
    errors.push(...unchangedStart('ipFamilies', spec.ipFamilies ?? [], old.ipFamilies ?? []));
  return errors;
}

function unchangedStart(field: string, now: readonly string[], before: readonly string[]): FieldError[] {
  const shared = now.length === before.length ? before.length : 1;
  return before
    .slice(0, shared)
    .flatMap((one, index) =>
      one === now[index] ? [] : [invalid(`spec.${field}[${index}]`, now, 'may not change once set')],
    );
}
