import { expect, test } from 'vitest';
import { standingOf, type PodStatus } from './standing.ts';

const waiting = (reason: string, message?: string): PodStatus => ({
  phase: 'Pending',
  containerStatuses: [{ name: 'test', state: { waiting: { reason, ...(message !== undefined && { message }) } } }],
});

const cases: readonly (readonly [status: PodStatus | undefined, state: string, detail: string])[] = [
  [undefined, 'waiting', 'Pending'],
  [waiting('ContainerCreating'), 'waiting', 'ContainerCreating'],
  [waiting('ErrImagePull', 'no such host'), 'failed', 'ErrImagePull: no such host'],
  [waiting('CreateContainerConfigError', 'runs as root'), 'failed', 'CreateContainerConfigError: runs as root'],
  [
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] },
    'waiting',
    'Unschedulable: 0/3 nodes',
  ],
  [{ phase: 'Failed', reason: 'Evicted', message: 'no space' }, 'failed', 'Evicted: no space'],
  [
    {
      containerStatuses: [
        { name: 'test', state: { terminated: { reason: 'StartError', message: 'sleep: not found' } } },
      ],
    },
    'failed',
    'StartError: sleep: not found',
  ],
  [
    {
      phase: 'Running',
      containerStatuses: [
        { name: 'mesh', state: { waiting: { reason: 'ErrImagePull' } } },
        { name: 'test', state: { running: {} } },
      ],
    },
    'running',
    '',
  ],
];

test.each(cases)('%j is %s', (status, state, detail) => {
  expect(standingOf(status, 'test')).toEqual({ state, ...(detail !== '' && { detail }) });
});
