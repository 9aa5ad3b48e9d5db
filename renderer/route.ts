/** The tabs of a Service's page. */
export const tabs = ['chart', 'endpoints', 'exposure', 'names', 'diagnosis', 'yaml', 'events'] as const;
export type Tab = (typeof tabs)[number];

/** The tab before or after, round at the ends. */
export function tabBeside(tab: Tab, step: number): Tab {
  return tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
}

/** Where the person is. Everything that a link to it must carry is in it, and nothing else. */
export type Route =
  | {
      readonly view: 'services';
      readonly q: string;
      readonly ns: string;
      readonly sort: string;
      /** Keys of the contexts to show; all connected ones when left out. */
      readonly scope?: readonly string[];
    }
  | {
      readonly view: 'service';
      readonly context: string;
      readonly namespace: string;
      readonly name: string;
      readonly tab: Tab;
      /** The Service port in question, where the Service has several. */
      readonly port?: number;
      /** The endpoint, or the Pod without one, that is looked at. */
      readonly ep?: string;
    }
  | { readonly view: 'forwards'; readonly key?: string; readonly q?: string }
  | { readonly view: 'problems'; readonly q: string }
  | {
      readonly view: 'nodes';
      readonly q: string;
      readonly sort?: string;
      /** The node, or else the Service, that is looked at. */
      readonly context?: string;
      readonly node?: string;
      readonly service?: { readonly namespace: string; readonly name: string };
    }
  | { readonly view: 'costs'; readonly q?: string; readonly sort?: string }
  | { readonly view: 'clusters'; readonly q?: string }
  | { readonly view: 'settings' };

export const home = { view: 'services', q: '', ns: '', sort: '' } as const satisfies Route;

/** Reads a location's hash; undefined where it names no place. An empty one is home. */
export function parseRoute(hash: string): Route | undefined {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const parts = path.split('/').map(decode);
  const params = new URLSearchParams(query);
  const [view, ...rest] = parts;
  switch (view) {
    case '':
      return home;
    case 'services':
      return parseServices(params);
    case 's':
      return parseService(rest, params);
    case 'forwards':
      return { view, ...(rest[0] && { key: rest[0] }), ...question(params) };
    case 'problems':
      return { view, q: params.get('q') ?? '' };
    case 'nodes':
      return parseNodes(rest, params);
    case 'costs':
      return { view, ...parseList(params) };
    case 'clusters':
      return { view, ...question(params) };
    case 'settings':
      return { view };
    default:
      return undefined;
  }
}

/** A filter that a screen has only once somebody types one. */
function question(params: URLSearchParams): { readonly q?: string } {
  const q = params.get('q');
  return q ? { q } : {};
}

function parseServices(params: URLSearchParams): Route {
  const text = (name: string): string => params.get(name) ?? '';
  const scope = text('scope').split(',').filter(Boolean);
  return { view: 'services', q: text('q'), ns: text('ns'), sort: text('sort'), ...(scope.length > 0 && { scope }) };
}

function parseService([context, namespace, name, tab = 'chart']: readonly string[], params: URLSearchParams) {
  if (!context || !namespace || !name || !isTab(tab)) return undefined;
  const port = Number(params.get('port'));
  const ep = params.get('ep');
  return { view: 'service', context, namespace, name, tab, ...(port > 0 && { port }), ...(ep && { ep }) } as const;
}

/** `#/nodes`, `#/nodes/CLUSTER/NODE`, `#/nodes/CLUSTER?service=NAMESPACE/NAME`. */
function parseNodes([context, node]: readonly string[], params: URLSearchParams): Route {
  const [namespace, name] = (params.get('service') ?? '').split('/', 2);
  const list = { view: 'nodes', q: '', ...parseList(params) } as const;
  if (!context) return list;
  if (node) return { ...list, context, node };
  return namespace && name ? { ...list, context, service: { namespace, name } } : list;
}

/** A filter and an order, where there are any. */
function parseList(params: URLSearchParams): { readonly q?: string; readonly sort?: string } {
  const [q, sort] = [params.get('q') ?? '', params.get('sort') ?? ''];
  return { ...(q !== '' && { q }), ...(sort !== '' && { sort }) };
}

function isTab(text: string): text is Tab {
  return tabs.some((tab) => tab === text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The hash of a route, for links. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'services':
      return `#/services${query({ scope: (route.scope ?? []).join(','), q: route.q, ns: route.ns, sort: route.sort })}`;
    case 'service': {
      const { context, namespace, name, tab, port, ep = '' } = route;
      const path = [context, namespace, name].map((part) => encodeURIComponent(part)).join('/');
      return `#/s/${path}/${tab}${query({ port: port === undefined ? '' : String(port), ep })}`;
    }
    case 'forwards': {
      const { key, q = '' } = route;
      return `#/forwards${key === undefined ? '' : `/${encodeURIComponent(key)}`}${query({ q })}`;
    }
    case 'problems':
      return `#/problems${query({ q: route.q })}`;
    case 'nodes': {
      const { context, node, service, q, sort = '' } = route;
      const path = [context, node]
        .flatMap((part) => (part === undefined ? [] : `/${encodeURIComponent(part)}`))
        .join('');
      return `#/nodes${path}${query({ q, sort, service: service ? `${service.namespace}/${service.name}` : '' })}`;
    }
    case 'costs':
      return `#/costs${query({ q: route.q ?? '', sort: route.sort ?? '' })}`;
    case 'clusters':
      return `#/clusters${query({ q: route.q ?? '' })}`;
    case 'settings':
      return `#/${route.view}`;
  }
}

function query(fields: Readonly<Record<string, string>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
