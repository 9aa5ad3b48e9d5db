import { expect, test, vi } from 'vitest';
import { fail } from '../../shared/failure.ts';
import { exitCode } from './exit.ts';

test('what went wrong is one sentence, without what a terminal would obey', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(exitCode(fail('invalid', { detail: 'no \u001b]0;root@prod\u0007\u202esuch' }))).toBe(1);
  expect(write.mock.calls.join('')).toMatch(/^portolan: .*no \ufffd\]0;root@prod\ufffd\ufffdsuch.*\n$/);
  write.mockRestore();
});
