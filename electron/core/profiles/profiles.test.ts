import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test as plain } from 'vitest';
import { fail, failure } from '../../../shared/failure.ts';
import { Forwards } from '../forward/forwards.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { TestTarget } from '../testing/forward-target.ts';
import { SpdyServer } from '../testing/spdy-server.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { ProfileStore } from './profile-store.ts';
import { Profiles } from './profiles.ts';

interface Box {
  readonly folder: TempFolder;
  readonly forwards: Forwards;
  readonly profiles: Profiles;
  /** The profiles as another program of the same person sees them. */
  again(): Profiles;
}

const test = plain.extend<{ box: Box }>({
  box: async ({}, use) => {
    const folder = await makeTempFolder();
    const [server, fake] = [await SpdyServer.start(), await FakeCluster.start()];
    const forwards = new Forwards({
      clock: new FakeClock(),
      openTarget: ({ context, name }) => {
        if (context !== 'dev') throw fail('context-unknown', { context, known: 'dev' });
        const ports = [80, 81].map((port) => ({ protocol: 'TCP' as const, port, targetPort: 8080 }));
        return new TestTarget(server).set(['a'], { context, name, ports });
      },
    });
    const again = (): Profiles =>
      new Profiles({ store: new ProfileStore(join(folder.path, 'p.json')), clusters: fake.clusters, forwards });
    await use({ folder, forwards, profiles: again(), again });
    await forwards.close();
    await fake.stop();
    await server.stop();
    await folder.close();
  },
});

const web = { context: 'dev', namespace: 'shop', name: 'web', port: 80 };
const running = ({ forwards }: Box): unknown[] =>
  [...forwards.views.items.values()].map(({ spec, local }) => [spec.name, spec.port, local?.port]);

test('what runs is saved, stopped, and started again on the same ports', async ({ box }) => {
  const { forwards, profiles } = box;
  await forwards.start({ ...web, balance: 'random' });
  await forwards.start({ ...web, name: 'api' });
  const before = running(box);
  await profiles.save('shop');
  await profiles.stop('shop');
  expect(running(box)).toEqual([]);
  expect(await profiles.start('shop')).toEqual({ started: 2, failed: [] });
  expect(running(box)).toEqual(before);
  expect([...forwards.views.items.values()][0]?.spec.balance).toBe('random');
});

test('starting starts only what does not run, on whichever port it does', async ({ box }) => {
  const { forwards, profiles } = box;
  await forwards.start(web);
  await forwards.start({ ...web, port: 81 });
  await profiles.save('both');
  await profiles.stop('both');
  const other = await forwards.start(web);
  expect(await profiles.start('both')).toEqual({ started: 1, failed: [] });
  expect(forwards.views.items.size).toBe(2);
  expect(forwards.views.items.has(other.key)).toBe(true);
});

test('stopping leaves what is not the profile’s', async ({ box }) => {
  const { forwards, profiles } = box;
  await forwards.start(web);
  await profiles.save('one');
  await forwards.start({ ...web, name: 'api' });
  await profiles.stop('one');
  expect(running(box)).toMatchObject([['api', 80, expect.any(Number)]]);
});

test('one that cannot be started does not keep the others from it, and says why', async ({ box }) => {
  const yaml = ['dev', 'gone'].map((c) => `  - { context: ${c}, namespace: shop, service: web, port: 80 }`).join('\n');
  await box.profiles.import(`portolan: profile/v1\nname: mixed\nforwards:\n${yaml}\n`);
  expect(await box.profiles.start('mixed')).toEqual({
    started: 1,
    failed: [{ service: 'shop/web:80', failure: failure('context-unknown', { context: 'gone', known: 'dev' }) }],
  });
});

test('export and import carry a profile from one person to another, without a path or a Pod', async ({ box }) => {
  const { forwards, profiles } = box;
  await forwards.start({ ...web, drained: ['web-abc'], weights: { 'web-abc': 2 } });
  await profiles.save('team');
  const text = await profiles.export('team');
  expect(text).not.toContain('web-abc');
  expect(text).not.toContain(box.folder.path);
  await profiles.remove('team');
  expect(await profiles.import(text)).toBe('team');
  expect(await profiles.export('team')).toBe(text);
});

test('names are unique and have to be known', async ({ box }) => {
  const { forwards, profiles } = box;
  await expect(profiles.save('empty')).rejects.toMatchObject({ failure: failure('profile-empty', { name: 'empty' }) });
  await forwards.start(web);
  await profiles.save('a');
  await expect(profiles.save('a')).rejects.toMatchObject({ failure: failure('profile-exists', { name: 'a' }) });
  await profiles.save('b');
  await expect(profiles.rename('a', 'b')).rejects.toMatchObject({ failure: { code: 'profile-exists' } });
  await profiles.rename('a', 'c');
  const unknown = failure('profile-unknown', { name: 'a', known: 'c, b' });
  await expect(profiles.start('a')).rejects.toMatchObject({ failure: unknown });
  await expect(profiles.remove('a')).rejects.toMatchObject({ failure: unknown });
});

test('those that start with the app are given once, without those that are back anyway', async ({ box }) => {
  const { forwards, profiles } = box;
  const { local } = await forwards.start(web);
  await profiles.save('one');
  expect(await profiles.atStart([])).toEqual([]);
  await profiles.startWithApp('one', true);
  expect(await box.again().atStart([])).toEqual([{ ...web, localPort: local?.port }]);
  expect(await box.again().atStart([web])).toEqual([]);
});

test('two programs change the same file, for its owner’s eyes only, and neither loses what the other wrote', async ({
  box,
}) => {
  const file = join(box.folder.path, 'p.json');
  const other = box.again();
  await box.forwards.start(web);
  await box.profiles.save('mine');
  await other.save('theirs');
  await box.profiles.startWithApp('mine', true);
  expect((await box.again().load()).map(({ name }) => name)).toEqual(['mine', 'theirs']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await box.folder.write('p.json', '{"profiles": [');
  expect(await other.load()).toEqual([]);
  expect(await readFile(`${file}.broken`, 'utf8')).toBe('{"profiles": [');
});
