import { open, readFile } from 'node:fs/promises';

/** What marks the fuses in Electron's binary; their version, their number and their states follow. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order in which Electron has them. */
const fuses = ['runAsNode', 'cookieEncryption', 'nodeOptions', 'nodeInspect', 'asarIntegrity', 'onlyFromAsar'] as const;

/** The state of each fuse, as it is burnt into a binary. */
export async function fusesOf(file: string): Promise<Readonly<Record<(typeof fuses)[number], boolean>>> {
  const binary = await readFile(file);
  const start = binary.indexOf(SENTINEL) + SENTINEL.length + 2;
  const states = fuses.map((name, index) => [name, binary[start + index] === '1'.charCodeAt(0)] as const);
  return Object.fromEntries(states) as Record<(typeof fuses)[number], boolean>; // each has its state
}

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>;
  readonly unpacked?: boolean;
}

/** The paths of the files in an asar, and those that lie beside it. */
export async function filesInAsar(
  file: string,
): Promise<{ readonly all: readonly string[]; readonly unpacked: readonly string[] }> {
  const archive = await open(file);
  try {
    const { buffer: head } = await archive.read(Buffer.alloc(16), 0, 16, 0);
    const { buffer: json } = await archive.read(Buffer.alloc(head.readUInt32LE(12)), 0, head.readUInt32LE(12), 16);
    const files = [...walk(JSON.parse(json.toString()) as AsarEntry, '')];
    return {
      all: files.map(({ path }) => path),
      unpacked: files.filter(({ entry }) => entry.unpacked).map(({ path }) => path),
    };
  } finally {
    await archive.close();
  }
}

function* walk(
  { files = {} }: AsarEntry,
  folder: string,
): Generator<{ readonly path: string; readonly entry: AsarEntry }> {
  for (const [name, entry] of Object.entries(files)) {
    const path = `${folder}${name}`;
    if (entry.files) yield* walk(entry, `${path}/`);
    else yield { path, entry };
  }
}
