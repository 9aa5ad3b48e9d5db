import type { IncomingMessage } from 'node:http';
import { dig, list, text } from '../json.ts';
import type { DeleteOptions } from '../store.ts';
import { badRequest } from '../status-error.ts';
import { readBody } from './body.ts';

/** From the body as from the query: clients use both. */
export async function readDeleteOptions(request: IncomingMessage, query: URLSearchParams): Promise<DeleteOptions> {
  const body = parse((await readBody(request)).toString('utf8'));
  const seconds = dig(body, 'gracePeriodSeconds') ?? numberOf(query.get('gracePeriodSeconds'));
  const uid = text(dig(body, 'preconditions', 'uid'));
  const resourceVersion = text(dig(body, 'preconditions', 'resourceVersion'));
  return {
    dryRun: query.get('dryRun') === 'All' || list(dig(body, 'dryRun')).includes('All'),
    ...(typeof seconds === 'number' && { gracePeriodSeconds: seconds }),
    preconditions: { ...(uid !== '' && { uid }), ...(resourceVersion !== '' && { resourceVersion }) },
  };
}

function parse(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw badRequest('the object provided is unrecognized (must be of type DeleteOptions)');
  }
}

function numberOf(word: string | null): number | undefined {
  return word === null || word === '' ? undefined : Number(word);
}
