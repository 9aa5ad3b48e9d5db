import { expect, test } from 'vitest';
import { probeCommand } from './in-test-pod.ts';

test.each([
  ['dns', 'web.shop.svc', ['nslookup', 'web.shop.svc']],
  ['http', 'http://web.shop.svc/', ['curl', '-sS', '-v', '-m', '10', 'http://web.shop.svc/']],
  ['tcp', 'web.shop.svc:80', ['nc', '-z', '-v', '-w', '5', 'web.shop.svc', '80']],
  ['tcp', '[fd00::1]:443', ['nc', '-z', '-v', '-w', '5', 'fd00::1', '443']],
] as const)('a %s test of %s runs %o', (tool, target, command) => {
  expect(probeCommand({ tool, target })).toEqual(command);
});
