import { isRecord, list, NULL, record, text } from '../json.ts';
import { duplicate, invalid, required, unsupported, type FieldError } from './validation/field-error.ts';
import { addressErrors, parseAddress, specialAddressErrors } from './validation/ip.ts';
import { dnsLabel, dnsSubdomain } from './validation/names.ts';
import type { Draft, Strategy } from './strategy.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

export const endpointSliceStrategy: Strategy = {
  name: dnsSubdomain,
  hasGeneration: true,
  defaults: (draft) => {
    for (const port of list(draft['ports']))
      if (isRecord(port)) {
        port['name'] ??= '';
        port['protocol'] ??= 'TCP';
      }
    for (const endpoint of list(draft['endpoints'])) if (isRecord(endpoint)) endpoint['conditions'] ??= {};
    draft['ports'] ??= NULL;
    draft['endpoints'] ??= NULL;
  },
  validate: (draft, old) => {
    const type = text(draft['addressType']);
    if (type === '') return [required('addressType')];
    if (!ADDRESS_TYPES.includes(type)) return [unsupported('addressType', type, ADDRESS_TYPES)];
    if (old && type !== old['addressType']) return [invalid('addressType', type, 'field is immutable')];
    return [...validateEndpoints(draft, type), ...validatePorts(draft)];
  },
};

function validateEndpoints({ endpoints }: Draft, type: string): FieldError[] {
  return list(endpoints).flatMap((endpoint, index) => {
    const path = `endpoints[${index}].addresses`;
    const addresses = list(record(endpoint)['addresses']).map(text);
    if (addresses.length === 0) return [required(path, 'must contain at least 1 address')];
    return addresses.flatMap((address, at) => validateAddress(address, { type, path, at }));
  });
}

function validateAddress(
  address: string,
  { type, path, at }: { readonly type: string; readonly path: string; readonly at: number },
): FieldError[] {
  const refuse = (error: string): FieldError => invalid(`${path}[${at}]`, address, error);
  if (type === 'FQDN') return dnsSubdomain(address).map(refuse);
  const wrong = addressErrors(address);
  if (wrong.length > 0) return wrong.map(refuse);
  if (parseAddress(address)?.family !== type) return [invalid(path, address, `must be an ${type} address`)];
  return specialAddressErrors(address).map(refuse);
}

function validatePorts({ ports }: Draft): FieldError[] {
  const names = new Set<string>();
  return list(ports).flatMap((port, index) => {
    const path = `ports[${index}].name`;
    const name = text(record(port)['name']);
    if (names.has(name)) return [duplicate(path, name)];
    names.add(name);
    return name === '' ? [] : dnsLabel(name).map((error) => invalid(path, name, error));
  });
}
