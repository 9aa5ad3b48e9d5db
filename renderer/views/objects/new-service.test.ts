import { expect, it } from 'vitest';
import { newPort } from '../exposure/form/ports.ts';
import { blank, draftOf, newServiceOf } from './new-service.ts';

const proposal = {
  name: 'web',
  type: 'NodePort',
  ports: [
    { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', nodePort: 30_080 },
    { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP', nodePort: 'auto' },
  ],
  selector: { app: 'web' },
} as const;

it('means by a form what was proposed', () => {
  expect(newServiceOf(draftOf(proposal))).toEqual(proposal);
});

it('asks for node ports only where the type has them', () => {
  const service = newServiceOf({ ...draftOf(proposal), type: 'Headless' });
  expect(service?.ports.map(({ nodePort }) => nodePort)).toEqual(['auto', 'auto']);
});

it('has addresses only without a selector, and an external name only as an ExternalName', () => {
  const draft = { ...draftOf(proposal), addresses: '192.0.2.1, 192.0.2.2\n2001:db8::1', externalName: ' a.example ' };
  expect(newServiceOf(draft)).not.toHaveProperty('addresses');
  expect(newServiceOf(draft)).not.toHaveProperty('externalName');
  expect(newServiceOf({ ...draft, selector: {} })?.addresses).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  const alias = newServiceOf({ ...draft, type: 'ExternalName' });
  expect(alias).toEqual({ name: 'web', type: 'ExternalName', ports: [], selector: {}, externalName: 'a.example' });
});

it('waits for a number', () => {
  expect(newServiceOf({ ...blank, ports: [{ ...newPort, port: '8x' }] })).toBeUndefined();
});
