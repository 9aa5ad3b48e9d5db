import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kubectlOf } from './kubectl.ts';

const odd = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '$', '`', ';', '(', '\\', '\n', '*', '~', '#') });

test.runIf(process.platform !== 'win32')('a pasted line is one command with these words, whatever names hold', () => {
  const runs = (line: string): string[] => {
    const script = `kubectl() { printf '%s\\0' "$@"; }; ${line}`;
    return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  };
  fc.assert(
    fc.property(odd, odd, odd, odd, (contextName, namespace, name, label) => {
      const body = { metadata: { labels: { label } } };
      const [patch = '', remove = ''] = kubectlOf({ ref: { context: 'dev', namespace, name }, contextName }, [
        { do: 'patch', body },
        { do: 'delete' },
      ]);
      const patched = ['patch', 'service', name, '--type', 'merge', '-p', JSON.stringify(body)];
      const at = ['--context', contextName, '-n', namespace];
      expect(runs(patch)).toEqual([...at, ...patched]);
      expect(runs(remove)).toEqual([...at, 'delete', 'service', name]);
    }),
    { numRuns: 20 },
  );
});
