import type { ExposureName } from '../../../shared/model/exposure.ts';
import type { NewService } from '../../../shared/objects-schema.ts';
import { itemsOf } from '../exposure/form/fields.ts';
import type { Pairs } from '../exposure/form/pairs.ts';
import { newPort, portOf, portText, type PortText } from '../exposure/form/ports.ts';

/** A Service as it stands in the form, before it is there. */
export interface NewServiceDraft {
  readonly name: string;
  readonly type: ExposureName;
  readonly ports: readonly PortText[];
  readonly selector: Pairs;
  /** Where there is no selector: a line for each endpoint. */
  readonly addresses: string;
  readonly externalName: string;
}

export const blank: NewServiceDraft = {
  name: '',
  type: 'ClusterIP',
  ports: [{ ...newPort, port: '80' }],
  selector: {},
  addresses: '',
  externalName: '',
};

export function hasNodePorts(type: ExposureName): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** A proposal as the form shows it. */
export function draftOf({
  name,
  type,
  ports,
  selector,
  addresses = [],
  externalName = '',
}: NewService): NewServiceDraft {
  const texts = ports.map(({ nodePort, ...port }) => ({
    ...portText(port),
    nodePort: typeof nodePort === 'number' ? String(nodePort) : '',
  }));
  return { name, type, ports: texts, selector, addresses: addresses.join('\n'), externalName };
}

/** What the form asks for: only what the type has a use for. Undefined while a number is none. */
export function newServiceOf(draft: NewServiceDraft): NewService | undefined {
  const { type } = draft;
  const name = draft.name.trim();
  if (type === 'ExternalName') return { name, type, ports: [], selector: {}, externalName: draft.externalName.trim() };
  const ports = draft.ports.flatMap((text) => portOf(hasNodePorts(type) ? text : { ...text, nodePort: '' }) ?? []);
  if (ports.length < draft.ports.length) return undefined;
  const addresses = itemsOf(draft.addresses);
  const isManual = Object.keys(draft.selector).length === 0 && addresses.length > 0;
  return { name, type, ports, selector: draft.selector, ...(isManual && { addresses }) };
}
