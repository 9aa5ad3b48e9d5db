import type { Failure } from '../../../shared/failure.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import type { ForwardTarget, TargetService } from '../forward/forward-target.ts';
import { Live } from '../live.ts';
import { endpointView, serviceRow } from './forward-samples.ts';
import type { SpdyServer } from './spdy-server.ts';

/** The Service `shop/web` on a `SpdyServer`, its endpoints and troubles as a test says. */
export class TestTarget implements ForwardTarget {
  readonly service = new Live<TargetService>({ state: 'loading' });
  readonly trouble = new Live<Failure | undefined>(undefined);
  readonly api: ForwardTarget['api'];
  kubeProxy: ForwardTarget['kubeProxy'] = () => Promise.resolve(undefined);
  closed = false;

  constructor(server: SpdyServer) {
    this.api = () => server.api;
  }

  /** Makes the Service known, with a ready endpoint for each name and the endpoints given whole. */
  set(endpoints: readonly (string | EndpointView)[], row: Partial<ServiceRow> = {}): this {
    this.service.set({
      state: 'known',
      row: serviceRow(row),
      endpoints: endpoints.map((one) => (typeof one === 'string' ? endpointView(one) : one)),
    });
    return this;
  }

  close(): void {
    this.closed = true;
  }
}
