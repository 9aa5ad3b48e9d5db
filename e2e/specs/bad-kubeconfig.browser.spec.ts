import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { expect, test as base } from '../hosts.ts';

const test = base.extend({ kubeconfig: async ({ home }, use) => use(join(home, 'kubeconfig')) });
const context = { cluster: { server: 'https://127.0.0.1:1' }, user: { token: 'token' } };

/** Files that are no use, and what is said of each. */
const useless = [
  { name: 'empty', text: '\n', says: 'kubeconfig is empty. Choose another kubeconfig.' },
  {
    name: 'not YAML',
    text: 'clusters: [',
    says: /kubeconfig is not a valid kubeconfig: .+\. Correct it, or choose another file\./,
  },
  {
    name: 'something else',
    text: 'apiVersion: v1\nkind: Pod\n',
    says: /kubeconfig is not a valid kubeconfig: .+\. Correct it, or choose another file\./,
  },
  {
    name: 'without contexts',
    text: kubeconfigText({}),
    says: 'kubeconfig has no contexts. Add one with kubectl config set-context, or choose another file.',
  },
];

test('says what is wrong with the kubeconfig, follows each edit, and shows the contexts once there are some', async ({
  page,
  kubeconfig,
}) => {
  const main = page.getByRole('main');
  await expect(main).toContainText(`No kubeconfig found. Looked in: ${kubeconfig}. Choose a file, or set KUBECONFIG.`);
  for (const { name, text, says } of useless) {
    await writeFile(kubeconfig, text);
    await expect(main, name).toContainText(says);
  }
  await writeFile(kubeconfig, kubeconfigText({ dev: context }));
  await expect(main).not.toContainText('has no contexts');
  await page.evaluate(() => (location.hash = '#/clusters'));
  await expect(page.getByRole('rowheader', { name: 'dev' })).toBeVisible();

  // A slip in an editor takes away no context that is in use.
  await writeFile(kubeconfig, 'clusters: [');
  await expect(main).toContainText('is not a valid kubeconfig');
  await expect(page.getByRole('rowheader', { name: 'dev' })).toBeVisible();
  await writeFile(kubeconfig, kubeconfigText({ dev: context }));
  await expect(main).not.toContainText('is not a valid kubeconfig');
});

test('says why a file that is added cannot be used, and adds the one that can, also by ~', async ({ page, home }) => {
  const field = page.getByLabel('Path of a kubeconfig file');
  const add = async (path: string): Promise<void> => {
    await field.fill(path);
    await page.getByRole('button', { name: 'Use this file' }).click();
  };
  await page.evaluate(() => (location.hash = '#/clusters'));
  await add('~/nowhere');
  await expect(page.getByRole('alert')).toContainText(
    `${home}/nowhere does not exist. Check the path, or choose another file.`,
  );
  for (const { name, text, says } of useless) {
    await writeFile(join(home, 'other-kubeconfig'), text);
    await add('~/other-kubeconfig');
    await expect(page.getByRole('alert'), name).toContainText(says);
  }
  await mkdir(join(home, 'folder'));
  await add(join(home, 'folder'));
  await expect(page.getByRole('alert')).toContainText('folder cannot be read: EISDIR');
  await add('somewhere/config');
  await expect(page.getByRole('alert')).toContainText(`${home}/somewhere/config does not exist.`);

  await writeFile(join(home, 'other-kubeconfig'), kubeconfigText({ dev: context }));
  await add('~/other-kubeconfig');
  await expect(page.getByRole('rowheader', { name: 'dev' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(field).toHaveValue('');
});
