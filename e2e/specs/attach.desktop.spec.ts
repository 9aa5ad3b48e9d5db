import { countPorts, expect, test } from '../hosts.ts';

// The desktop shell on a core that runs elsewhere.
test.use({ kubeconfig: '' });

test('a server that comes back finds the same page', async ({ page, core }) => {
  const ports = await countPorts(page);
  await core.stop('SIGKILL');
  await core.start();
  // The counter lives in the page: a reload would have lost it.
  await expect.poll(ports).toBeGreaterThan(0);
});
