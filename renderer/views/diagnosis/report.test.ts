import { expect, test } from 'vitest';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { markdownReport } from './report.ts';

const diagnosis: Diagnosis = {
  key: 'dev/shop/web',
  namespace: 'shop',
  name: 'web',
  verdict: 'broken',
  gaps: [],
  looked: { service: 1, selector: 1, pods: 1, ports: 1, traffic: 1, exposure: 1, names: 1 },
  findings: [
    {
      code: 'C4',
      severity: 'error',
      hop: 'pods',
      params: { pods: 'web-1', container: 'app', reason: 'Error', exit: 2, restarts: 3 },
      proof: [{ object: 'pod/web-1', field: 'message', value: 'DB_PASSWORD=hunter2 at postgres://me:hunter2@db `x`' }],
      fixes: [{ kind: 'command', title: 'look', subject: 'pod/web-1', command: 'kubectl logs web-1 -n shop' }],
      children: [],
    },
  ],
};

test('a ticket has the finding, its proof and the command, and no secret that a message let slip', () => {
  const text = markdownReport(diagnosis, { cluster: 'dev', at: new Date('2026-11-21T12:00:00Z') });
  expect(text).toContain('## Diagnosis of Service `shop/web`');
  expect(text).toContain('### C4: ');
  expect(text).toContain("- `pod/web-1` message = `DB_PASSWORD=*** at postgres://me:***@db 'x'`");
  expect(text).toContain('```sh\nkubectl logs web-1 -n shop\n```');
  expect(text).not.toContain('hunter2');
});
