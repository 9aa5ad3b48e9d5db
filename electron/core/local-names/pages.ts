import type { ServerResponse } from 'node:http';
import type { Failure } from '../../../shared/failure.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { sentenceIn } from '../../../shared/sentence.ts';
import { hostOf, type Known } from './gateway-host.ts';

/** How the page was asked for. */
export interface Asked {
  readonly proto: 'http' | 'https';
  readonly port: number;
  /** Of the browser that asks, where Portolan speaks it. */
  readonly locale: 'en' | 'ko';
}

const STYLE =
  'body{font:14px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}td{padding:.1rem 1rem .1rem 0}';

/** The Services that a browser can open here. */
export function indexPage(known: Known, { proto, port, locale }: Asked): string {
  const options = { locale };
  const title = m.names_index_title({}, options);
  const rows = known.rows.filter(({ type, ports }) => type !== 'ExternalName' && ports.length > 0);
  const lines = rows.map((row) => {
    const host = hostOf(row, known);
    return `<tr><td>${link(`${proto}://${host}:${String(port)}/`, host)}</td><td>${text(row.context)}</td></tr>`;
  });
  const body =
    rows.length === 0 ? `<p>${text(m.names_index_empty({}, options))}</p>` : `<table>${lines.join('')}</table>`;
  return page(title, `<h1>${text(title)}</h1>${body}`, locale);
}

/** Why there is no answer, and which addresses may have been meant. */
export function failurePage(failure: Failure, near: readonly string[], { proto, port, locale }: Asked): string {
  const links = near.map((host) => `<li>${link(`${proto}://${host}:${String(port)}/`, host)}</li>`);
  const list = links.length === 0 ? '' : `<p>${text(m.names_near({}, { locale }))}</p><ul>${links.join('')}</ul>`;
  return page('Portolan', `<p>${text(sentenceIn(failure, locale))}</p>${list}`, locale);
}

/** Sends a page that runs nothing, and that no other page can frame or keep. */
export function sendPage(outgoing: ServerResponse, status: number, html: string): void {
  outgoing.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  outgoing.end(html);
}

function page(title: string, body: string, locale: Asked['locale']): string {
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${text(title)}</title><style>${STYLE}</style>${body}`;
}

function link(href: string, label: string): string {
  return `<a href="${text(href)}">${text(label)}</a>`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
