import type { IncomingMessage } from 'node:http';
import { dig, list, text } from '../../json.ts';
import type { DeleteOptions } from '../deletion.ts';
import { badRequest, unprocessable } from '../../api-rules/status-error.ts';
import { unsupported, type FieldError } from '../../api-rules/validation/field-error.ts';
import { jsonType, mediaType, readBody, unsupportedMedia, ACCEPTED } from './body.ts';
import { checkJson } from './json-text.ts';
import { integer } from './list-options.ts';

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** From the body as from the query: clients use both. */
export async function readDeleteOptions(request: IncomingMessage, query: URLSearchParams): Promise<DeleteOptions> {
  const raw = (await readBody(request)).toString('utf8');
  if (raw !== '' && !['', 'application/json'].includes(mediaType(request))) throw unsupportedMedia(ACCEPTED);
  const body = parse(raw);
  const seconds = dig(body, 'gracePeriodSeconds') ?? secondsOf(query.get('gracePeriodSeconds') ?? '');
  if (seconds !== undefined && typeof seconds !== 'number') {
    const field = 'Go struct field DeleteOptions.gracePeriodSeconds of type int64';
    throw badRequest(`json: cannot unmarshal ${jsonType(seconds)} into ${field}`);
  }
  const propagation = text(dig(body, 'propagationPolicy')) || (query.get('propagationPolicy') ?? '');
  const dryRun = [...list(dig(body, 'dryRun')), ...query.getAll('dryRun')];
  check(propagation, dryRun);
  const uid = text(dig(body, 'preconditions', 'uid'));
  const resourceVersion = text(dig(body, 'preconditions', 'resourceVersion'));
  return {
    dryRun: dryRun.includes('All'),
    ...(seconds !== undefined && { gracePeriodSeconds: seconds }),
    ...(propagation === 'Foreground' && { finalizer: 'foregroundDeletion' }),
    ...(propagation === 'Orphan' && { finalizer: 'orphan' }),
    preconditions: { ...(uid !== '' && { uid }), ...(resourceVersion !== '' && { resourceVersion }) },
  };
}

function parse(body: string): unknown {
  if (body === '') return {};
  const { error } = checkJson(body);
  if (error !== undefined) throw badRequest(`couldn't get version/kind; json parse error: ${error}`);
  const options: unknown = JSON.parse(body);
  const kind = text(dig(options, 'kind')) || 'DeleteOptions';
  if (kind === 'DeleteOptions') return options;
  const version = JSON.stringify(text(dig(options, 'apiVersion')));
  throw badRequest(
    `no kind ${JSON.stringify(kind)} is registered for version ${version} in scheme "pkg/runtime/scheme.go:111"`,
  );
}

function check(propagation: string, dryRun: readonly unknown[]): void {
  const errors: FieldError[] = [];
  if (propagation !== '' && !POLICIES.includes(propagation))
    errors.push(unsupported('propagationPolicy', propagation, [...POLICIES, 'nil']));
  if (dryRun.some((one) => one !== 'All')) errors.push(unsupported('dryRun', dryRun, ['All']));
  if (errors.length > 0) throw unprocessable({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, errors);
}

function secondsOf(word: string): number | undefined {
  return word === '' ? undefined : integer(word);
}
