import type { Fields } from './values.ts';

/** The objects that requests are about, as short as the tables need them. */
export function service(name: string, spec: Fields, metadata: Fields = {}): Fields {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, ...metadata }, spec };
}

/** A Service that needs nothing but a port. */
export function simple(name: string, spec: Fields = {}, metadata: Fields = {}): Fields {
  return service(name, { selector: { app: name }, ports: [{ port: 80 }], ...spec }, metadata);
}

export function pod(name: string, spec: Fields = {}, metadata: Fields = {}): Fields {
  const containers = [
    { name: 'main', image: 'registry.example/web:1', ports: [{ name: 'http', containerPort: 8080 }] },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name }, ...metadata },
    spec: { containers, ...spec },
  };
}

export function workload(kind: 'Deployment' | 'StatefulSet' | 'ReplicaSet', name: string, spec: Fields = {}): Fields {
  const { metadata: _, ...template } = pod(name) as { metadata: unknown; spec: unknown };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      ...(kind === 'StatefulSet' && { serviceName: name }),
      template: { metadata: { labels: { app: name } }, spec: template.spec },
      ...spec,
    },
  };
}

export function slice(name: string, fields: Fields = {}): Fields {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: '', port: 8080 }],
    endpoints: [{ addresses: ['192.0.2.10'] }],
    ...fields,
  };
}
