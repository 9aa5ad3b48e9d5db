import type { EndpointView } from '../../../../shared/model/endpoint.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import { elideAddress } from '../chart/elide.ts';

/** Every address with every port, as `10.42.3.19:8080`. */
export function addressesOf(endpoint: EndpointView | undefined): string {
  if (!endpoint) return '–';
  const { addresses, ports } = endpoint;
  const numbers = ports.length > 0 ? ports.map(({ port }) => port) : [undefined];
  return addresses.map((address) => elideAddress(address, numbers[0], Infinity) + rest(numbers)).join(' ');
}

const rest = ([, ...others]: readonly (number | undefined)[]): string =>
  others.map((port) => `,${port ?? ''}`).join('');

const CONTROLLER = 'endpointslice-controller.k8s.io';

/** The slices that list it and who keeps them; Kubernetes' own controller by a short name. */
export function slicesOf(endpoint: EndpointView | undefined): string {
  const slices = endpoint?.slices ?? [];
  const names = slices.map(({ name, managedBy }) => `${name} (${keeper(managedBy)})`);
  if (slices.length < 2) return names[0] ?? '–';
  return `${m.detail_slices_once({ n: slices.length })}: ${names.join(', ')}`;
}

function keeper(managedBy: string): string {
  if (managedBy === CONTROLLER) return 'k8s';
  return managedBy === '' ? m.detail_slice_manager_none() : managedBy;
}
