import { expect, test } from 'vitest';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import { forwardView } from '../../service/testing/samples.ts';
import { hostsFile } from './hosts-file.ts';

const running = (name: string, over: Partial<ForwardView> = {}) =>
  forwardView({ key: name, spec: { context: 'dev', namespace: 'shop', name, port: 80 }, ...over });

test('each running forward has a line, each Service once, at the address that it listens on', () => {
  const own = { port: 80, wanted: 80, addresses: ['127.9.8.7'] };
  const failed = { state: 'failed', failure: { code: 'port-in-use', params: { port: 80, process: 'x' } } } as const;
  const forwards = [running('web'), running('web'), running('api', { local: own }), running('gone', { state: failed })];
  expect(hostsFile(forwards)).toBe(
    '127.0.0.1 web.shop web.shop.svc web.shop.svc.cluster.local\n127.9.8.7 api.shop api.shop.svc api.shop.svc.cluster.local',
  );
});
