import { readdir, readFile } from 'node:fs/promises';

/** Of all processes that this user may see; empty where there is no /proc. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
