import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { contentSecurityPolicy } from '../../shared/content-security-policy.ts';
import type { Gate } from './gate.ts';

/** Answers the browser's requests for the page's files: `root` holds the renderer's build. */
export function pages(gate: Gate, root: string): (request: IncomingMessage, response: ServerResponse) => void {
  const files = sirv(root, {
    etag: true,
    onNoMatch: (_, response) => refuse(response, 404, 'Not found.'),
    // Built files carry their hash in the name, the page itself does not.
    setHeaders: (response, path) =>
      response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache'),
  });
  return (request, response) => {
    const { host = '' } = request.headers;
    protect(response, host);
    if (!gate.knowsHost(request)) return refuse(response, 403, 'This server answers to loopback names alone.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is served.');
    const key = new URLSearchParams(request.url?.split('?')[1]).get('key') ?? undefined;
    if (key !== undefined) return letIn({ gate, request, response, key });
    if (!gate.knowsBrowser(request)) return refuse(response, 403, NO_KEY);
    files(request, response);
  };
}

const NO_KEY = 'This page opens by the link that Portolan printed, once. Run portolan serve again for a new one.';

interface Visit {
  readonly gate: Gate;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: string;
}

/** Redirects, so that the key does not stay in the address bar. A browser that is in already may use its link again. */
function letIn({ gate, request, response, key }: Visit): void {
  const cookie = gate.redeem(key);
  if (cookie === undefined && !gate.knowsBrowser(request)) return refuse(response, 403, NO_KEY);
  if (cookie !== undefined) response.setHeader('Set-Cookie', cookie);
  response.writeHead(303, { Location: '/', 'Cache-Control': 'no-store' }).end();
}

function protect(response: ServerResponse, host: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(["'self'", `ws://${host}`]));
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${why}\n`);
}
