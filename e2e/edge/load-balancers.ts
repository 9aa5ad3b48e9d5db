import type { FakeApi } from '../../electron/core/testing/fake-api.ts';

const names = ['api', 'auth', 'blog', 'docs', 'help', 'login', 'partners', 'pay', 'status', 'store'];

/** Ten load balancers on AWS in the namespace `edge`, each with a ready endpoint: their price is known. */
export function putLoadBalancers(api: FakeApi): void {
  const labels = { 'topology.kubernetes.io/region': 'us-east-1', 'topology.kubernetes.io/zone': 'us-east-1a' };
  const status = { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.3' } };
  api.objects.put('nodes', { metadata: { name: 'a1', labels }, spec: { providerID: 'aws:///us-east-1a/i-1' }, status });
  for (const name of names) {
    api.objects.put('services', {
      metadata: {
        namespace: 'edge',
        name,
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' },
      },
      spec: { type: 'LoadBalancer', clusterIP: '10.0.0.9', ports: [{ name: 'https', port: 443, protocol: 'TCP' }] },
      status: { loadBalancer: { ingress: [{ hostname: `${name}.elb.us-east-1.amazonaws.com` }] } },
    });
    api.objects.put('endpointslices', {
      metadata: { namespace: 'edge', name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
      endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true }, nodeName: 'a1' }],
    });
  }
}
