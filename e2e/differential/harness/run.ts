import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask, Body, Scenario, Step, Watch } from './scenario.ts';
import type { OpenWatch, Reply, Request, Target } from './target.ts';
import { isFields, mergePatched, valueAt } from './values.ts';

/** What a cluster answered to a scenario, step by step. */
export type Transcript = readonly Answer[];

export interface Answer {
  /** The request, as the scenario writes it. */
  readonly to: string;
  readonly status: number;
  readonly type?: string;
  readonly warnings?: readonly string[];
  readonly body?: unknown;
  /** A watch's events, in their order, and whether the server ended it. */
  readonly events?: readonly unknown[];
  readonly ended?: boolean;
}

/** How long controllers may take to bring about what a step waits for, and a watch to tell what happened. */
const patience = { settle: 15_000, look: 50, watch: 8_000 };

/** What earlier answers gave to later requests. */
type Kept = Map<string, unknown>;

/** Creates the namespace and walks the scenario through it. */
export async function run(target: Target, scenario: Scenario, namespace: string): Promise<Transcript> {
  const kept: Kept = new Map([['ns', namespace]]);
  const answers: Answer[] = [];
  await tidy(target, 'POST', '/api/v1/namespaces', namespaceOf(namespace));
  for (const step of scenario.steps) answers.push(...(await take(target, step, kept)));
  // Addresses and node ports that the scenario asked for by number have to be free for whoever comes next.
  await tidy(target, 'DELETE', `/api/v1/namespaces/${namespace}/services`);
  return answers;
}

function namespaceOf(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

async function tidy(target: Target, method: string, path: string, body?: string): Promise<void> {
  await target.send({ method, path, headers: {}, ...(body !== undefined && { body }) });
}

async function take(target: Target, step: Step, kept: Kept): Promise<Answer[]> {
  switch (step.kind) {
    case 'ask':
      return [await ask(target, step, kept)];
    case 'watch':
      return follow(target, step, kept);
    case 'forget':
      await target.forget();
      return [];
  }
}

async function ask(target: Target, step: Ask, kept: Kept): Promise<Answer> {
  const request = requestOf(step, kept);
  let reply = await reach(target, request);
  let body = parsed(reply.text);
  for (const end = Date.now() + patience.settle; !holds(step, body) && Date.now() < end;) {
    await sleep(patience.look);
    reply = await reach(target, request);
    body = parsed(reply.text);
  }
  for (const [name, path] of Object.entries(step.keep ?? {})) kept.set(name, valueAt(body, path));
  const { status, type, warnings } = reply;
  return { to: labelOf(step), status, type, warnings, body: step.see ? step.see(body) : body };
}

/** A connection that is closed without an answer is an answer too. */
async function reach(target: Target, request: Request): Promise<Reply> {
  try {
    return await target.send(request);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { status: 0, type: '', warnings: [], text: code };
  }
}

function holds({ until = {} }: Ask, body: unknown): boolean {
  return Object.entries(until).every(([path, wanted]) => Object.is(valueAt(body, path), wanted));
}

async function follow(target: Target, step: Watch, kept: Kept): Promise<Answer[]> {
  const open = await target.watch({ path: pathOf(step.path, kept), headers: step.headers ?? {} });
  const events: unknown[] = [];
  const heard = hear(open, events, step);
  const during: Answer[] = [];
  for (const request of step.during) during.push(await ask(target, request, kept));
  const ended = await Promise.race([heard, sleep(patience.watch, false)]);
  open.close();
  const { status, type } = open;
  return [...during, { to: `WATCH ${step.path}`, status, type, events, ended }];
}

/** A bookmark that the server adds when its clock says so: where it also ends a list by one, that may be any time. */
function isByTheClock(event: unknown, { path }: Watch): boolean {
  const isBookmark = valueAt(event, 'type') === 'BOOKMARK';
  return isBookmark && path.includes('sendInitialEvents') && !JSON.stringify(event).includes('initial-events-end');
}

/** Resolves when so many events have come (false) or the stream has ended (true). */
async function hear({ status, lines }: OpenWatch, events: unknown[], step: Watch): Promise<boolean> {
  try {
    if (status !== 200) {
      const text: string[] = [];
      for await (const line of lines) text.push(line);
      events.push(parsed(text.join('\n')));
      return true;
    }
    for await (const line of lines) {
      const event = parsed(line);
      if (isByTheClock(event, step)) continue;
      events.push(event);
      if (events.length === step.events) return false;
    }
  } catch {
    return true; // cut by the server, or left by us when time was up
  }
  return true;
}

function requestOf(step: Ask, kept: Kept): Request {
  const { method, path, headers = {}, body } = step;
  const request = { method, path: pathOf(path, kept), headers: filledHeaders(headers, kept) };
  return body === undefined ? request : { ...request, body: textOf(body, kept) };
}

const groups: Readonly<Record<string, string>> = {
  deployments: '/apis/apps/v1',
  replicasets: '/apis/apps/v1',
  statefulsets: '/apis/apps/v1',
  endpointslices: '/apis/discovery.k8s.io/v1',
  ingresses: '/apis/networking.k8s.io/v1',
  networkpolicies: '/apis/networking.k8s.io/v1',
};

function pathOf(path: string, kept: Kept): string {
  if (path.startsWith('/')) return filled(path, kept);
  const resource = /^[a-z]*/.exec(path)?.[0] ?? '';
  return filled(`${groups[resource] ?? '/api/v1'}/namespaces/{ns}/${path}`, kept);
}

function textOf(body: Body, kept: Kept): string {
  if ('text' in body) return filled(body.text, kept);
  const value = 'json' in body ? body.json : mergePatched(kept.get(body.edit), body.change);
  return filled(JSON.stringify(value), kept);
}

function filledHeaders(headers: Request['headers'], kept: Kept): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value, kept)]));
}

function filled(text: string, kept: Kept): string {
  return text.replaceAll(/\{([a-zA-Z]+)\}/g, (placeholder, name: string) => {
    const value = kept.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function labelOf({ method, path, body }: Ask): string {
  const content = body === undefined ? '' : ` ${briefly('text' in body ? body.text : JSON.stringify(body))}`;
  return `${method} ${path}${content}`;
}

function briefly(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/** What the scenario itself writes, and so is no chance of a server's: for the normaliser. */
export function writtenIn({ steps }: Scenario): string {
  const all = steps.flatMap((step): Step[] => (step.kind === 'watch' ? [step, ...step.during] : [step]));
  return all
    .map((step) => {
      if (step.kind === 'forget') return '';
      const body = step.kind === 'ask' ? step.body : undefined;
      return `${step.path} ${isFields(body) ? JSON.stringify(body) : ''}`;
    })
    .join('\n');
}
