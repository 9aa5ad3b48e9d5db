import { dig, isRecord } from '../../json.ts';
import { unprocessable } from '../../api-rules/status-error.ts';
import { invalid } from '../../api-rules/validation/field-error.ts';
import { readObject } from './body.ts';
import type { Answer, Exchange } from './exchange.ts';
import { unknownPath, wrongMethod } from './target.ts';

const PATH = /^\/apis\/authorization\.k8s\.io\/v1\/(.+)$/;

export function isReview(path: string): boolean {
  return PATH.test(path);
}

/** Who may do what: everybody anything. */
export async function serveReview(exchange: Exchange): Promise<Answer> {
  const [, plural = ''] = PATH.exec(exchange.path) ?? [];
  if (plural !== 'selfsubjectaccessreviews' && plural !== 'selfsubjectrulesreviews') throw unknownPath();
  if (exchange.request.method !== 'POST') throw wrongMethod();
  const isAccess = plural === 'selfsubjectaccessreviews';
  const kind = isAccess ? 'SelfSubjectAccessReview' : 'SelfSubjectRulesReview';
  const { object } = await readObject(exchange.request, kind);
  const spec = dig(object, 'spec');
  if (isAccess && !isRecord(dig(spec, 'resourceAttributes')) && !isRecord(dig(spec, 'nonResourceAttributes')))
    throw unprocessable({ group: 'authorization.k8s.io', kind: '' }, [
      invalid(
        'spec.resourceAttributes',
        undefined,
        'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ),
    ]);
  const every = { verbs: ['*'] };
  const status = isAccess
    ? { allowed: true }
    : {
        resourceRules: [{ ...every, apiGroups: ['*'], resources: ['*'] }],
        nonResourceRules: [{ ...every, nonResourceURLs: ['*'] }],
        incomplete: false,
      };
  const body = { kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: isRecord(spec) ? spec : {}, status };
  return { body, code: 201 };
}
