import type { ApiJson } from '../../../../shared/model/exposure.ts';
import type { Protocol } from '../../../../shared/model/service.ts';

export interface PortNow {
  readonly name?: string;
  readonly protocol?: Protocol;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

/** The parts of a Service that the form shows, as the API has them. */
export interface ServiceNow {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly ports?: readonly PortNow[];
    readonly selector?: Readonly<Record<string, string>>;
    readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
  } & ApiJson;
}

export function serviceNow(object: ApiJson): ServiceNow {
  return object as unknown as ServiceNow; // a Service that the server has checked
}
