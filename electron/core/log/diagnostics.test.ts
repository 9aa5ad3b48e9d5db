import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { LiveMap } from '../live.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { diagnostics } from './diagnostics.ts';
import { openLog } from './log.ts';

let folder: TempFolder;
beforeEach(async () => (folder = await makeTempFolder()));
afterEach(() => folder.close());

it('tells versions and the end of the log, and neither the home folder nor what is in the settings', async () => {
  const log = openLog(folder.path);
  for (let line = 0; line < 200; line++) log.note(`line ${String(line)}`);
  log.note(`kubeconfig ${folder.path}/.kube/config`);
  const settings = { ...defaultSettings, kubeconfigs: ['/secret/place'], proxy: 'http://proxy:3128' };
  const text = await diagnostics({
    contexts: new LiveMap(),
    forwards: new LiveMap(),
    log,
    settings,
    home: folder.path,
  });
  expect(text).toMatch(/^Portolan \d+\.\d+\.\d+ on Node /);
  expect(text).toContain('kubeconfig ~/.kube/config');
  expect(text).toContain('line 199');
  expect(text).not.toContain('line 99 ');
  expect(text).not.toContain('proxy:3128');
  expect(text).not.toContain('/secret/place');
});
