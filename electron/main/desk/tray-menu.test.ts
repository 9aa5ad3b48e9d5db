import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { trayMenu, trayTitle } from './tray-menu.ts';

const forward = (name: string, over: Partial<ForwardView> = {}): ForwardView => ({
  key: name,
  spec: { context: 'dev', namespace: 'shop', name, port: 80 },
  state: { state: 'listening' },
  local: { port: 8080, addresses: ['127.0.0.1'], wanted: 8080 },
  policy: 'round-robin',
  connections: { live: 0, waiting: 0, total: 0, failed: 0 },
  bytes: { in: 0, out: 0 },
  answers: { total: 0 },
  endpoints: [],
  log: [],
  ...over,
});
const none = failure('none-ready', { service: 'shop/db', total: 0 });
const labels = (state: Parameters<typeof trayMenu>[0]) => trayMenu(state).map(({ label }) => label);

it('offers the app alone where nothing is forwarded', () => {
  expect(labels({ forwards: [], profiles: [] })).toEqual(['No forwards', undefined, 'Show Portolan', 'Quit Portolan']);
});

it('names each forward, opens what a browser can and copies what it cannot', () => {
  const forwards = [forward('web', { scheme: 'http' }), forward('db', { state: { state: 'holding', failure: none } })];
  const [head, web, db] = trayMenu({ forwards, profiles: [] });
  expect(head).toEqual({ label: '2 forwards' });
  expect(web).toEqual({ label: 'localhost:8080  shop/web', act: { do: 'open', url: 'http://localhost:8080/' } });
  expect(db).toEqual({ label: 'localhost:8080  shop/db  Holding', act: { do: 'copy', text: 'localhost:8080' } });
  expect(trayTitle(forwards)).toBe('Portolan: 2 forwards, 1 without an answer');
});

it('keeps the menu short', () => {
  const forwards = Array.from({ length: 100 }, (_, index) => forward(`s${String(index)}`));
  expect(labels({ forwards, profiles: [] })).toContain('88 more…');
});

it('pauses all, and lets all go on once all are paused', () => {
  const paused = { spec: { context: 'dev', namespace: 'shop', name: 'web', port: 80, paused: true } };
  const act = (forwards: ForwardView[]) =>
    trayMenu({ forwards, profiles: [] }).flatMap((line) => (line.act?.do === 'pause' ? [line.act.on] : []));
  expect(act([forward('web', paused), forward('db')])).toEqual([true]);
  expect(act([forward('web', paused)])).toEqual([false]);
});

it('starts a profile, and stops one that runs whole', () => {
  const wanted = (name: string) => ({ context: 'dev', namespace: 'shop', name, port: 80 });
  const profile = (name: string, ...services: string[]) => ({
    key: name,
    name,
    startWithApp: false,
    forwards: services.map(wanted),
  });
  const menu = trayMenu({ forwards: [forward('web')], profiles: [profile('one', 'web'), profile('two', 'web', 'db')] });
  const lines = menu.flatMap((line) => line.lines ?? []);
  expect(lines).toEqual([
    { label: 'Stop one', act: { do: 'profile', name: 'one', on: false } },
    { label: 'Start two', act: { do: 'profile', name: 'two', on: true } },
  ]);
});
