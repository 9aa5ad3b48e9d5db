import type { Ingress } from '../diagnosis/objects.ts';

/** An Ingress as far as it says which load balancer it gets, and for whom. */
export interface AskingIngress extends Pick<Ingress, 'spec' | 'status'> {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const ALB = 'alb.ingress.kubernetes.io/';
const CLASS = 'kubernetes.io/ingress.class';
export const ingressNotes = {
  class: CLASS,
  group: `${ALB}group.name`,
  scheme: `${ALB}scheme`,
  target: `${ALB}target-type`,
  address: 'kubernetes.io/ingress.global-static-ip-name',
} as const;

/** What is kept of an Ingress's annotations. */
export const annotationsOfIngress: readonly string[] = Object.values(ingressNotes);

/** A cloud's own load balancer for Ingresses; other controllers are reached through a Service, which has a row already. */
export interface IngressKind {
  readonly provider: 'AWS' | 'GCP';
  readonly what: string;
  readonly internal: boolean;
}

export function ingressKind({ metadata, spec }: AskingIngress): IngressKind | undefined {
  const noted = metadata.annotations ?? {};
  const className = spec?.ingressClassName ?? noted[CLASS];
  const isAlb =
    className === 'alb' || [ingressNotes.scheme, ingressNotes.group, ingressNotes.target].some((name) => name in noted);
  // The AWS Load Balancer Controller makes internal ones unless told.
  if (isAlb) return { provider: 'AWS', what: 'ALB', internal: noted[ingressNotes.scheme] !== 'internet-facing' };
  if (className !== 'gce' && className !== 'gce-internal') return undefined;
  return { provider: 'GCP', what: 'forwarding rule', internal: className === 'gce-internal' };
}
