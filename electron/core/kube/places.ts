import { lstat, readlink } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';

/** An entry of a folder. */
export interface Place {
  readonly folder: string;
  readonly name: string;
}

/** A path that leads over more symbolic links than that leads in a circle. */
const MAX_LINKS = 40;

/**
 * Where something has to happen for the file at a path to change: each symbolic link on the way to it, and in the end
 * the file itself or the first folder that does not exist yet.
 */
export async function placesToWatch(path: string): Promise<Place[]> {
  const places: Place[] = [];
  let [folder, names] = split(path);
  for (let links = 0; links < MAX_LINKS;) {
    const [name, ...rest] = names;
    if (name === undefined) break;
    const here = join(folder, name);
    const kind = await kindOf(here);
    if (kind === 'link') {
      places.push({ folder, name });
      links += 1;
      const target = await readlink(here).catch(() => '');
      [folder, names] = split(join(resolve(dirname(here), target), ...rest));
    } else if (kind === 'folder' && rest.length > 0) {
      folder = here;
      names = rest;
    } else {
      places.push({ folder, name });
      break;
    }
  }
  return places;
}

function split(path: string): [string, readonly string[]] {
  const { root } = parse(path);
  return [root, path.slice(root.length).split(sep).filter(Boolean)];
}

async function kindOf(path: string): Promise<'link' | 'folder' | 'other'> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return 'link';
    return found.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'other';
  }
}
