import { duplicate, invalid, required, unsupported, type FieldError } from '../validation/field-error.ts';
import { dnsLabel, portName, qualifiedName } from '../validation/names.ts';
import type { ServicePort, ServiceSpec } from './service.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validatePorts({ ports = [] }: ServiceSpec): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const path = `spec.ports[${index}]`;
    return [
      ...validateName(port, { path, isRequired: ports.length > 1, names }),
      ...portNumberErrors(`${path}.port`, port.port),
      ...validateProtocol(port, path),
      ...validateTarget(port, path),
      ...(port.appProtocol === undefined ? [] : qualifiedName(port.appProtocol)).map((error) =>
        invalid(`${path}.appProtocol`, port.appProtocol, error),
      ),
    ];
  });
}

interface NameRules {
  readonly path: string;
  readonly isRequired: boolean;
  readonly names: Set<string>;
}

function validateName({ name }: ServicePort, { path, isRequired, names }: NameRules): FieldError[] {
  if (name === undefined) return isRequired ? [required(`${path}.name`)] : [];
  const errors = dnsLabel(name).map((error) => invalid(`${path}.name`, name, error));
  if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
  names.add(name);
  return errors;
}

function validateProtocol({ protocol = '' }: ServicePort, path: string): FieldError[] {
  return PROTOCOLS.includes(protocol) ? [] : [unsupported(`${path}.protocol`, protocol, PROTOCOLS)];
}

function validateTarget({ targetPort }: ServicePort, path: string): FieldError[] {
  const field = `${path}.targetPort`;
  if (typeof targetPort === 'string') return portName(targetPort).map((error) => invalid(field, targetPort, error));
  return portNumberErrors(field, targetPort ?? 0);
}

function portNumberErrors(path: string, port: number): FieldError[] {
  return port >= 1 && port <= 65_535 ? [] : [invalid(path, port, 'must be between 1 and 65535, inclusive')];
}
