import { basename } from 'node:path';
import { readdir, readFile, readlink } from 'node:fs/promises';

/** `st` of a listening socket in /proc/net/tcp. */
const LISTENING = '0A';

/** Who listens on a TCP port, as `node (4121)`, where that can be had cheaply (Linux, own processes). */
export async function portOwner(port: number): Promise<string | undefined> {
  try {
    const tables = await Promise.all(
      ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
    );
    const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
    return inodes.size === 0 ? undefined : await processWith(inodes);
  } catch {
    return undefined;
  }
}

/** Columns of https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html: 1 local address, 3 state, 9 inode. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    return columns[1]?.endsWith(suffix) && columns[3] === LISTENING ? (columns[9] ?? []) : [];
  });
}

/** By its program: `comm` is the name of a thread, which Node calls `MainThread`. */
async function processWith(sockets: ReadonlySet<string>): Promise<string | undefined> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const link = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (sockets.has(link)) return `${basename(await readlink(`/proc/${pid}/exe`))} (${pid})`;
    }
  }
  return undefined;
}
