import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeCertificate } from '../../electron/core/self-signed.ts';
import type { Bed } from '../cluster/bed.ts';

interface Review {
  readonly request: { readonly uid: string; readonly object: { readonly spec: { readonly type: string } } };
}

/** As an administrator might have it: whatever Service so labelled becomes a NodePort gets the policy Local. */
export async function makeNodePortsLocal(bed: Bed, label: Readonly<Record<string, string>>): Promise<AsyncDisposable> {
  const { key, cert } = makeCertificate(Date.now());
  const server = createServer({ key, cert }, (request, response) => {
    text(request).then(
      (body) => {
        const { uid, object } = (JSON.parse(body) as Review).request; // the API server's own
        const patch = [{ op: 'replace', path: '/spec/externalTrafficPolicy', value: 'Local' }];
        const change = object.spec.type === 'NodePort' && {
          patchType: 'JSONPatch',
          patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
        };
        const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' };
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ ...review, response: { uid, allowed: true, ...change } }));
      },
      () => response.destroy(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  await bed.apply([
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'make-local' },
      webhooks: [
        {
          name: 'make-local.example.com',
          clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(cert).toString('base64') },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['services'] }],
          objectSelector: { matchLabels: label },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    },
  ]);
  return {
    [Symbol.asyncDispose]: async () => {
      await bed.kubectl(['delete', 'mutatingwebhookconfiguration', 'make-local', '--ignore-not-found']);
      server.closeAllConnections();
      server.close();
    },
  };
}
