import { dig, text } from '../../json.ts';
import type { DemoKind, DemoObject } from '../registry.ts';
import { badRequest, StatusError } from '../../api-rules/status-error.ts';
import { labelValue, qualifiedName } from '../../api-rules/validation/names.ts';

export type Matches = (object: DemoObject) => boolean;

/** What `labelSelector` and `fieldSelector` of a query leave; undefined when they leave all. */
export function selectorOf(query: URLSearchParams, kind: DemoKind): Matches | undefined {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(query.get('fieldSelector') ?? '', kind);
  if (!labels || !fields) return labels ?? fields;
  return (object) => labels(object) && fields(object);
}

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

export function labelSelector(selector: string): Matches | undefined {
  const requirements = parseLabels(selector);
  if (requirements.length === 0) return undefined;
  return ({ metadata: { labels = {} } }) => requirements.every((holds) => holds(labels));
}

const TOKEN = /\s*(?:(!=|==|[=!,()<>])|([^\s=!,()<>]+))\s*/y;
const OPERATORS = 'in, notin, =, ==, !=, gt, lt';

/** The API's own little language: `a=b,c!=d,e in (f,g),!h,i`. */
function parseLabels(selector: string): Requirement[] {
  const tokens = tokenize(selector);
  const requirements: Requirement[] = [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  while (at < tokens.length) {
    const first = next();
    if (first === ',') continue;
    const isNegated = first === '!';
    const key = isNegated ? next() : first;
    if (!IDENTIFIER.test(key)) throw expected(key, 'identifier');
    checkWord(key, qualifiedName, 'key');
    if (isNegated) requirements.push((labels) => labels[key] === undefined);
    else requirements.push(requirement(key, { next, peek: () => tokens[at] ?? '' }));
    const end = tokens[at];
    if (end !== undefined && end !== ',') throw badRequest(`found '${end}', expected: ',' or 'end of string'`);
  }
  return requirements;
}

function requirement(
  key: string,
  { next, peek }: { readonly next: () => string; readonly peek: () => string },
): Requirement {
  if (peek() === '' || peek() === ',') return (labels) => labels[key] !== undefined;
  const operator = next();
  switch (operator) {
    case '=':
    case '==':
    case '!=': {
      const wanted = peek() === ',' || peek() === '' ? '' : next();
      if (wanted !== '' && !IDENTIFIER.test(wanted)) throw expected(wanted, 'identifier');
      checkWord(wanted, labelValue, 'value');
      return operator === '!=' ? (labels) => labels[key] !== wanted : (labels) => labels[key] === wanted;
    }
    case 'in':
    case 'notin': {
      const values = setOf(next);
      return operator === 'in'
        ? (labels) => labels[key] !== undefined && values.has(labels[key])
        : (labels) => labels[key] === undefined || !values.has(labels[key]);
    }
    case '>':
    case '<': {
      const bound = Number(next());
      return (labels) => {
        const number = labels[key] === undefined ? NaN : Number(labels[key]);
        return operator === '>' ? number > bound : number < bound;
      };
    }
    default:
      throw badRequest(`unable to parse requirement: found '${operator}', expected: ${OPERATORS}`);
  }
}

const IDENTIFIER = /^[^=!,()<>]+$/;

function expected(found: string, what: string): StatusError {
  return badRequest(`unable to parse requirement: found '${found}', expected: ${what}`);
}

function setOf(next: () => string): ReadonlySet<string> {
  const open = next();
  if (open !== '(') throw badRequest(`unable to parse requirement: found '${open}' expected: '('`);
  const values = new Set<string>();
  for (let token = next(); token !== ')'; token = next()) {
    if (token === '') throw badRequest("unable to parse requirement: found '', expected: ',' or ')'");
    if (token !== ',') values.add(token);
  }
  return values;
}

function tokenize(selector: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(selector); match; match = TOKEN.exec(selector)) tokens.push(match[1] ?? match[2] ?? '');
  return tokens;
}

function checkWord(word: string, rule: (word: string) => readonly string[], what: string): void {
  const [error] = rule(word);
  if (error !== undefined)
    throw badRequest(`unable to parse requirement: ${what}: Invalid value: ${JSON.stringify(word)}: ${error}`);
}

const BY_KIND: Partial<Record<DemoKind, Readonly<Record<string, readonly string[]>>>> = {
  Pod: paths(
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ),
  Service: paths('spec.clusterIP', 'spec.type'),
  Node: paths('spec.unschedulable'),
  Namespace: { ...paths('status.phase'), name: ['metadata', 'name'] },
  ReplicaSet: paths('status.replicas'),
  Event: {
    ...paths('reason', 'type', 'reportingComponent'),
    ...paths(
      ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
        (field) => `involvedObject.${field}`,
      ),
    ),
    source: ['source', 'component'],
  },
};

function paths(...fields: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(fields.map((field) => [field, field.split('.')]));
}

const COMMON = paths('metadata.name', 'metadata.namespace');

export function fieldSelector(selector: string, kind: DemoKind): Matches | undefined {
  const known = { ...COMMON, ...BY_KIND[kind] };
  const requirements = selector
    .split(',')
    .filter((part) => part !== '')
    .map((part): Matches => {
      const [, field = '', operator, value = ''] = /^(.*?)(!=|==|=)(.*)$/.exec(part) ?? [];
      if (operator === undefined) throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
      const path = known[field];
      if (!path)
        throw new StatusError({ code: 400, reason: 'BadRequest', message: `field label not supported: ${field}` });
      const isWanted = operator !== '!=';
      return (object) => (shown(dig(object, ...path)) === value) === isWanted;
    });
  return requirements.length === 0 ? undefined : (object) => requirements.every((matches) => matches(object));
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value);
}
