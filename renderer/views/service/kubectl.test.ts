import { expect, it } from 'vitest';
import { evidenceCommand } from './kubectl.ts';
import { serviceRow } from './testing/samples.ts';

it('lists the Pods that the selector matches', () => {
  expect(evidenceCommand({ hop: 'endpoint', why: 'no-pod' }, serviceRow(), 'dev')).toBe(
    'kubectl --context dev -n shop get pods -l app=web -o wide',
  );
});

it('quotes a context that a shell would take apart', () => {
  const command = evidenceCommand({ hop: 'endpoint', why: 'no-endpoint' }, serviceRow(), "it's; mine");
  expect(command).toBe(
    String.raw`kubectl --context 'it'\''s; mine' -n shop get endpointslices -l kubernetes.io/service-name=web`,
  );
});

it('looks at slices where there is no selector', () => {
  const { selector: _selector, ...service } = serviceRow();
  expect(evidenceCommand({ hop: 'endpoint', why: 'none-ready', total: 2 }, service, 'dev')).toContain('endpointslices');
});
