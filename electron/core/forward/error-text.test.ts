import { expect, it } from 'vitest';
import { parseErrorText } from './error-text.ts';

const containerd =
  'error forwarding port 8080 to pod 4f1b2c, uid : failed to execute portforward in network namespace "/var/run/netns/cni-1": ';

it.each<[string, string, object]>([
  [
    'a refused port (containerd)',
    `${containerd}failed to connect to localhost:8080 inside namespace "4f1b2c", IPv4: dial tcp4 127.0.0.1:8080: connect: connection refused IPv6 dial tcp6 [::1]:8080: connect: connection refused `,
    {
      failure: { code: 'pod-refused', params: { pod: 'shop/web-0', port: 8080, detail: 'connection refused' } },
      reached: false,
    },
  ],
  [
    'a refused port (socat)',
    'error forwarding port 8080 to pod 4f1b2c, uid : exit status 1: 2020/01/01 10:00:00 socat[12] E connect(5, AF=2 127.0.0.1:8080, 16): Connection refused\n',
    { failure: { code: 'pod-refused' }, reached: false },
  ],
  [
    'a pod whose sandbox has gone',
    'error forwarding port 8080 to pod 4f1b2c, uid : failed to find sandbox "4f1b2c" in store: not found',
    { failure: { code: 'pod-gone', params: { pod: 'shop/web-0' } }, reached: false },
  ],
  [
    'a pod whose sandbox has stopped',
    'error forwarding port 8080 to pod 4f1b2c, uid : sandbox container "4f1b2c" is not running',
    { failure: { code: 'pod-gone' }, reached: false },
  ],
  [
    'a connection that the app has reset',
    `${containerd}read tcp4 127.0.0.1:40000->127.0.0.1:8080: read: connection reset by peer`,
    {
      failure: {
        code: 'forward-failed',
        params: {
          pod: 'shop/web-0',
          detail: 'read tcp4 127.0.0.1:40000->127.0.0.1:8080: read: connection reset by peer',
        },
      },
      reached: true,
    },
  ],
  [
    'a port that a simulated kubelet does not forward: the pod is there',
    'error forwarding port 8081 to pod web-1/shop, uid : forward not found for port 8081 in pod "shop/web-1"',
    {
      failure: { code: 'forward-failed', params: { detail: 'forward not found for port 8081 in pod "shop/web-1"' } },
      reached: false,
    },
  ],
  [
    'a stream that came alone',
    'timed out waiting for streams',
    { failure: { code: 'forward-failed' }, reached: false },
  ],
])('understands %s', (_, text, trouble) => {
  expect(parseErrorText(text, { pod: 'shop/web-0', port: 8080 })).toMatchObject(trouble);
});

it('keeps a long text short', () => {
  const { failure } = parseErrorText('x'.repeat(5000), { pod: 'shop/web-0', port: 8080 });
  expect(String(failure.params['detail']).length).toBeLessThan(250);
});
