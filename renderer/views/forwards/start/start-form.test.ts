import { expect, it } from 'vitest';
import { portOf } from '../../../testing/samples.ts';
import { rowOf } from '../../services/testing/rows.ts';
import { specFrom, startForm, tcpPorts } from './start-form.ts';

const row = rowOf('dev/shop/web', {
  ports: [portOf(9090, 9090), portOf(53, 53, { protocol: 'UDP' }), portOf(80, 8080, { name: 'http' })],
});
const plain = { context: 'dev', namespace: 'shop', name: 'web', port: 80 };

it('begins with what one click would do', () => {
  expect(tcpPorts(row).map(({ port }) => port)).toEqual([9090, 80]);
  expect(specFrom(startForm(row), row)).toEqual(plain);
});

it('asks for what was typed and chosen', () => {
  const form = { port: '9090', localPort: ' 8000 ', address: '127.0.0.7', balance: 'first', http: 'off' };
  expect(specFrom(form, row)).toEqual({
    ...plain,
    port: 9090,
    localPort: 8000,
    address: '127.0.0.7',
    balance: 'first',
    http: 'off',
  });
});

it.each([
  [{ localPort: '0' }, 'localPort'],
  [{ localPort: '65536' }, 'localPort'],
  [{ localPort: '8o80' }, 'localPort'],
  [{ address: '10.0.0.1' }, 'address'],
  [{ address: 'localhost' }, 'address'],
] as const)('says that %j makes no sense', (change, field) => {
  expect(specFrom({ ...startForm(row), ...change }, row)).toBe(field);
});
