import { expect, test } from 'vitest';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import { forwardView } from '../../service/testing/samples.ts';
import { runningOf } from './profile-running.ts';

const web = { context: 'dev', namespace: 'shop', name: 'web', port: 80 };

const running = (spec: ForwardView['spec'], state: ForwardView['state'] = { state: 'listening' }) =>
  forwardView({ spec, state });

test('a forward on whichever local port counts, once', () => {
  const forwards = [running({ ...web, localPort: 9000 })];
  expect(runningOf({ forwards: [{ ...web, localPort: 8080 }] }, forwards)).toBe(1);
  expect(runningOf({ forwards: [web, web] }, forwards)).toBe(1);
  expect(runningOf({ forwards: [{ ...web, port: 81 }] }, forwards)).toBe(0);
});

test('one that has failed does not', () => {
  const failed = { state: 'failed', failure: { code: 'port-in-use', params: { port: 80, process: 'x' } } } as const;
  expect(runningOf({ forwards: [web] }, [running(web, failed)])).toBe(0);
});
