/** What the page of a pod tells of it. */
export interface PageFacts {
  readonly pod: string;
  readonly namespace: string;
  readonly ip: string;
  readonly port: number;
  readonly node: string;
  readonly zone: string;
  readonly image: string;
  /** The names of the Services that lead here. */
  readonly services: readonly string[];
  /** Requests that this pod has answered, this one included. */
  readonly served: number;
  /** The answers of this workload's pods, the newest first; the first of them is this one. */
  readonly answers: readonly Answer[];
  readonly isReady: boolean;
}

export interface Answer {
  readonly pod: string;
  /** The pod's colour, in degrees. */
  readonly hue: number;
}

/** One line for curl. */
export function plainAnswer({ pod, node, zone }: PageFacts): string {
  return `${pod} on ${node}${zone === '' ? '' : ` (${zone})`}\n`;
}

/** A page to be loaded again and again: its colour is the pod's, and a row of the last answers shows the balancing. */
export function page(facts: PageFacts): string {
  const { pod, namespace, services, served } = facts;
  const { hue = 0 } = facts.answers[0] ?? {};
  const answers = facts.answers.map(
    (one) => `<li style="--h:${one.hue}" title="${escape(one.pod)}">${escape(shortName(one.pod))}</li>`,
  );
  const rows: readonly (readonly [string, string])[] = [
    ['Node', facts.node],
    ['Zone', facts.zone === '' ? 'none' : facts.zone],
    ['Services', services.length === 0 ? 'none' : services.join(', ')],
    ['Address', `${facts.ip}:${facts.port}`],
    ['Image', facts.image],
    ['State', facts.isReady ? 'ready' : 'not ready'],
  ];
  return `<!doctype html>
<html lang="en" style="--h:${hue}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escape(shortName(pod))} · ${escape(pod)}</title>
<link rel="icon" href="${icon(hue)}">
<style>${STYLE}</style>
<main>
<p class="where">Demo cluster · ${escape(namespace)}</p>
<h1><b>${escape(shortName(pod))}</b> ${escape(pod)}</h1>
<p class="count"><strong>${served}</strong> ${served === 1 ? 'request' : 'requests'} answered by this pod</p>
<dl>${rows.map(([key, value]) => `<dt>${key}</dt><dd>${escape(value)}</dd>`).join('')}</dl>
<h2>Last answers, newest first</h2>
<ol>${answers.join('')}</ol>
<p><a href="">Load again</a></p>
</main>
`;
}

/** The part of a pod's name that is its own. */
function shortName(pod: string): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}

function icon(hue: number): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='hsl(${hue} 65% 45%)'/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const STYLE = `
:root{--l:28%;--bg:#fbfaf6;--panel:#fff;--ink:#16212b;--dim:#4a5763;--line:#d9d5c9}
@media(prefers-color-scheme:dark){:root{--l:78%;--bg:#0f161c;--panel:#151e26;--ink:#e8edf0;--dim:#b3bfc8;--line:#2a3742}}
*{box-sizing:border-box;margin:0}
body{background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif;min-height:100vh;display:grid;place-items:center;padding:16px}
main{width:min(560px,100%);background:var(--panel);border:1px solid var(--line);border-top:8px solid hsl(var(--h) 65% 50%);border-radius:6px;padding:24px 28px}
.where{color:var(--dim)}
h1{font-size:20px;overflow-wrap:anywhere}
h1 b{display:block;font:600 56px/1.1 ui-monospace,monospace;color:hsl(var(--h) 65% var(--l))}
h2{font-size:13px;color:var(--dim);margin-top:20px}
.count{margin:8px 0 16px}
dl{display:grid;grid-template-columns:6em 1fr;gap:4px 12px}
dt{color:var(--dim)}
dd{font:14px/1.6 ui-monospace,monospace;overflow-wrap:anywhere}
ol{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px;margin:6px 0 20px}
li{font:12px/1 ui-monospace,monospace;padding:5px 6px;border-radius:3px;border:1px solid hsl(var(--h) 55% 50%);border-left-width:6px}
a{display:inline-block;padding:8px 16px;border-radius:3px;background:#17608f;color:#fff;text-decoration:none;font-weight:600}
a:focus-visible{outline:2px solid currentColor;outline-offset:2px}
`.replaceAll('\n', '');
