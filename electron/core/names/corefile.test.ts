import { describe, expect, test } from 'vitest';
import { parseCorefile } from './corefile.ts';

const kubeadm = `.:53 {
    errors
    health {
       lameduck 5s
    }
    kubernetes cluster.local in-addr.arpa ip6.arpa { # the cluster
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
}
`;

describe('parseCorefile', () => {
  test.each([
    ['as kubeadm writes it', kubeadm, { domain: 'cluster.local', podNames: 'insecure', reverse: true, ttl: 30 }],
    [
      'another domain, Pods checked and named, no reverse zone',
      '.:53 {\n  kubernetes k8s.corp. {\n    pods verified\n    endpoint_pod_names\n  }\n}',
      { domain: 'k8s.corp', podNames: 'verified', endpointNames: 'pod', reverse: false },
    ],
    [
      'zones of the server, where the plugin names none',
      'dns://corp.local:53, in-addr.arpa:53 {\n  kubernetes\n}',
      { domain: 'corp.local', podNames: 'disabled', reverse: true, ttl: 5 },
    ],
    ['a reverse zone first', '. {\n kubernetes 10.0.0.0/8 in-addr.arpa c.l\n}', { domain: 'c.l', reverse: true }],
    [
      'a second server',
      'example.org {\n  file db\n}\n.:53 {\n  kubernetes cluster.local\n}',
      { domain: 'cluster.local', endpointNames: 'address', reverse: false },
    ],
  ])('%s', (_, text, expected) => {
    expect(parseCorefile(text)).toMatchObject(expected);
  });

  test.each([
    ['no cluster', '. {\n  forward . 1.1.1.1\n}'],
    ['nothing', ''],
    ['a variable of its own', '. {\n  kubernetes {$DOMAIN} in-addr.arpa {\n    pods insecure\n  }\n}'],
    ['a name only in a comment', '. {\n  # kubernetes cluster.local\n}'],
  ])('says nothing of %s', (_, text) => {
    expect(parseCorefile(text)).toBeUndefined();
  });
});
