import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy } from '../../shared/content-security-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Answers the page's requests from the files of its build. What may be asked for is listed once, so no path leads out
 * of the folder; and the page may connect to nothing at all, as its wire to the core is a port.
 */
export function pageFiles(root: string): (request: Request) => Promise<Response> {
  const files = new Map(filesIn(root));
  return async ({ url }) => {
    const { pathname } = new URL(url);
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return new Response('Not found.', { status: 404 });
    return new Response(await readFile(file), {
      headers: {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': contentSecurityPolicy([]),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  };
}

/** All files under `folder`, as the paths that a page asks for and the paths on disk. */
function filesIn(folder: string, path = ''): (readonly [string, string])[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, inner) : [[inner, join(folder, inner)] as const];
  });
}
