import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageFiles } from './page-files.ts';

let folder: string;
let answer: (path: string) => Promise<Response>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-page-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>Portolan</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'app.js'), 'export {};');
  await writeFile(join(folder, 'secret'), 'secret');
  const answerRequest = pageFiles(join(folder, 'renderer'));
  answer = (path) => answerRequest(new Request(`http://portolan${path}`));
});

afterEach(() => rm(folder, { recursive: true }));

test('the page and its files are answered with their types', async () => {
  const page = await answer('/');
  expect(await page.text()).toBe('<title>Portolan</title>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await answer('/assets/app.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test('the page may connect to nothing', async () => {
  expect((await answer('/')).headers.get('content-security-policy')).toContain("connect-src 'none'");
});

test.each([
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/assets',
  '/nothing',
  '//secret',
  '/assets/..%2f..%2f..%2fsecret',
])('%s is not found', async (path) => {
  expect((await answer(path)).status).toBe(404);
});
