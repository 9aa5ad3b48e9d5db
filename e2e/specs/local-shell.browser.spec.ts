import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../demo-door.ts';
import { openShell, panel } from '../local-shell.ts';

test('a browser opens none unless the person who started the server has allowed it', async ({ page, home }) => {
  await openShell(page);
  await expect(panel(page).getByText('The shell of this computer is off.')).toBeVisible();
  expect(await readdir(join(home, 'state'))).not.toContain('shells');
});
