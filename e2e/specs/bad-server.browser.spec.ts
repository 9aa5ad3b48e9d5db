import type { Fault } from '../../electron/core/testing/fake-api.ts';
import { putService, shownNames, test } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

// The core says what is wrong, and the page shows it in the same way through both doors: Chromium is enough here.
// Electron meets an outage, refusals and foreign hands in outage.spec.ts, credentials.spec.ts and hostile-cluster.spec.ts.

/** From some moment on the watches end and everything is answered like this. */
interface Outage {
  readonly name: string;
  readonly fault: Fault;
  readonly cut: 'mid-line' | 'in order';
  readonly says: RegExp;
  /** Portolan waits for somebody to sign in again. */
  readonly waits?: true;
}

const outages: readonly Outage[] = [
  {
    name: 'a token that is refused in mid-watch',
    fault: { t: 'status', status: 401 },
    cut: 'in order',
    says: /does not accept the credentials of dev-user \(401\)\. Sign in again or get a new kubeconfig\./,
    waits: true,
  },
  {
    name: 'a captive proxy that answers with its own page',
    fault: { t: 'html' },
    cut: 'in order',
    says: /Data from .+ answered, but not as a Kubernetes API server: 200, HTML: Sign in\. A sign-in page/,
  },
  {
    name: 'a watch that is cut in mid-line, and a network that is gone',
    fault: { t: 'reset' },
    cut: 'mid-line',
    says: /Data from .+ cannot be reached: connection reset\. Check the address, the VPN and the proxy\./,
  },
];

for (const { name, fault, cut, says, waits } of outages) {
  test(`${name}: is said, and no row is lost or doubled`, async ({ page, api }) => {
    await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
    api.fault = () => fault;
    if (cut === 'mid-line') api.cutWatches();
    else api.endWatches();
    await expect(page.getByRole('main')).toContainText(says);
    expect(await shownNames(page)).toEqual(['db', 'web', 'mail']);

    api.objects.remove('services', 'shop/web');
    putService(api, 'shop', 'api');
    api.fault = () => undefined;
    if (waits) await page.getByRole('main').getByRole('button', { name: 'Retry now' }).click();
    await expect.poll(() => shownNames(page)).toEqual(['api', 'db', 'mail']);
    await expect(page.getByRole('group', { name: 'Clusters in view' })).toContainText('live');
    await expect(page.getByRole('main')).not.toContainText(says);
  });
}

test('a watch that is cut in mid-line again and again says so, and no row is lost or doubled', async ({
  page,
  api,
}) => {
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  api.fault = (request) => (request.includes('watch=1') ? { t: 'cut' } : undefined);
  api.cutWatches();
  await expect(page.getByRole('main')).toContainText(/Data from .+ was cut: in mid-line\. Portolan opens it again\./);
  api.objects.remove('services', 'shop/web');
  putService(api, 'shop', 'api');
  api.fault = () => undefined;
  await expect.poll(() => shownNames(page)).toEqual(['api', 'db', 'mail']);
  await expect(page.getByRole('main')).not.toContainText('was cut');
});

test('a Service that is deleted while its page is open stays readable, says so, and comes back', async ({
  page,
  api,
}) => {
  await page.evaluate(() => (location.hash = '#/s/dev/shop/web/chart'));
  const main = page.getByRole('main');
  await expect(main).toContainText('10.0.0.1');
  api.objects.remove('services', 'shop/web');
  await expect(page.getByRole('alert')).toContainText(
    /This Service is gone\s+The Service shop\/web does not exist \(any more\)\. Below is its last state, as of/,
  );
  await expect(main).toContainText('10.0.0.1');
  putService(api, 'shop', 'web');
  await expect(page.getByRole('alert')).toHaveCount(0);
  api.objects.remove('services', 'shop/web');
  await page.getByRole('alert').getByRole('button', { name: 'Back to Services' }).click();
  await expect.poll(() => shownNames(page)).toEqual(['db', 'mail']);
});

test.describe('a user with rights in one namespace', () => {
  test.use({
    api: async ({ api }, use) => {
      api.may = ({ namespace, resource }) => namespace === 'team-a' && resource !== 'namespaces';
      await use(api);
    },
  });

  test('is asked for it, sees its rows, and what is missing', async ({ page }) => {
    await expect(page.getByRole('main')).toContainText('Which namespaces?');
    await expect(page.getByRole('main')).toContainText(
      'somebody may not list services in the whole cluster. Needed: list services.',
    );
    await page.getByLabel('Namespaces').fill('team-a');
    await page.getByRole('button', { name: 'Show these' }).click();
    await expect.poll(() => shownNames(page)).toEqual(['mail']);
    await expect(page.getByRole('main')).toContainText('somebody may not list services in the whole cluster.');
    await page.reload();
    await expect.poll(() => shownNames(page)).toEqual(['mail']);
  });
});

test('rights that are taken away but for one namespace leave its rows, and are named', async ({ page, api }) => {
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  api.may = ({ namespace, resource }) => namespace === 'shop' && resource !== 'namespaces';
  api.endWatches();
  await expect(page.getByRole('main')).toContainText(
    'somebody may not list services in the whole cluster. Needed: list services.',
  );
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web']);
  putService(api, 'shop', 'api');
  await expect.poll(() => shownNames(page)).toEqual(['api', 'db', 'web']);
});

test('an address that names what is not there says so, and the way back is open', async ({ page }) => {
  const main = page.getByRole('main');
  const places = [
    ['#/s/dev/shop/nobody/chart', 'The Service shop/nobody does not exist (any more).'],
    ['#/s/nowhere/shop/web/chart', 'There is no context named nowhere. Known contexts: dev, demo.'],
    ['#/no/such/page', 'There is no such page in Portolan. These are the Services.'],
  ] as const;
  for (const [hash, says] of places) {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect(main, hash).toContainText(says);
  }
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
});
