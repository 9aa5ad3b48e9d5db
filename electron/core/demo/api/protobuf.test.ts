import { expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

/** What `kubectl create service nodeport pb --tcp=80:web --node-port=30123` sends. */
const created =
  '6b3873000a0d0a02763112075365727669636512690a1e0a02706212001a017422002a003200380042005a090a036170701202706212430a1e0a' +
  '0638302d776562120354435018502209080110001a0377656228abeb0112090a03617070120270621a0022084e6f6465506f72743a0042005200' +
  '5a00600068001a020a001a002200';

test("kubectl's Service is the one that its words mean", () => {
  expect(decodeProtobuf(Buffer.from(created, 'hex'))).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'pb', generateName: '', namespace: 't', labels: { app: 'pb' } },
    spec: {
      clusterIP: '',
      externalName: '',
      externalTrafficPolicy: '',
      healthCheckNodePort: 0,
      loadBalancerIP: '',
      publishNotReadyAddresses: false,
      ports: [{ name: '80-web', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30_123 }],
      selector: { app: 'pb' },
      sessionAffinity: '',
      type: 'NodePort',
    },
  });
});

test.each([
  ['something else', Buffer.from('{"kind":"Service"}')],
  ['a kind that comes as JSON alone', Buffer.from('6b3873000a090a0276311203506f6412020a00', 'hex')],
])('%s is none', (_name, bytes) => expect(decodeProtobuf(bytes)).toBeUndefined());
