import type { ExposedService } from '../exposure/facts.ts';

interface Named {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface IngressClass extends Named {
  readonly spec?: { readonly controller?: string };
}

export interface Ingress extends Named {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly { readonly path?: string }[] };
    }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly Address[] } };
}

export interface Gateway extends Named {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly {
      readonly protocol?: string;
      readonly hostname?: string;
      readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string } };
    }[];
  };
  readonly status?: { readonly addresses?: readonly { readonly value?: string }[] };
}

export interface Address {
  readonly ip?: string;
  readonly hostname?: string;
}

/** What a cluster has, as far as a way in can be made of it. Undefined: it could not be read, which is not the same as none. */
export interface ShareFacts {
  readonly context: string;
  /** What the kubeconfig calls it. */
  readonly contextName?: string | undefined;
  /** Of all namespaces. */
  readonly services: readonly ExposedService[];
  readonly classes: readonly IngressClass[] | undefined;
  readonly gateways: readonly Gateway[] | undefined;
  readonly ingresses: readonly Ingress[] | undefined;
}

export const placeOf = ({ metadata: { namespace = '', name } }: Named): string => `${namespace}/${name}`;
