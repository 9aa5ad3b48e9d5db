import type { ServicePort, ServiceRef } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';

/** Forwards a Service port to this computer; what goes wrong becomes a notice. */
export function startForward(
  app: App,
  { context, namespace, name }: ServiceRef,
  { port }: Pick<ServicePort, 'port'>,
): void {
  app.act((client) => client.forwards.start({ context, namespace, name, port }));
}
