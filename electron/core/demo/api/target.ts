import { resources, type Resource } from '../../api-rules/resources.ts';
import { StatusError } from '../../api-rules/status-error.ts';

/** What a path under /api/v1 or /apis/GROUP/v1 is about. */
export interface Target {
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** By the old paths of watches. */
  readonly isWatch?: boolean;
}

const ROOT = /^\/(?:api|apis\/([^/]+))\/v1\/(watch\/)?(.+)$/;
const GROUPS = new Set(resources.map(({ group }) => group));

/** Undefined for paths that are not about resources. */
export function targetOf(path: string): Target | undefined {
  const [, group = '', watch, rest] = ROOT.exec(path) ?? [];
  if (rest === undefined || !GROUPS.has(group)) return undefined;
  const parts = rest
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const isScoped = parts[0] === 'namespaces' && parts.length > 2 && !isNamespacePart(parts);
  const [plural = '', name, subresource] = isScoped ? parts.slice(2) : parts;
  const resource = resources.find((one) => one.group === group && one.plural === plural);
  if (!resource || name?.includes('/') === true || (isScoped && !resource.namespaced)) throw unknownPath();
  const namespace = isScoped ? parts[1] : undefined;
  if (subresource !== undefined && !resource.subresources.some((one) => one === subresource)) throw unknownPath();
  return {
    resource,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
    ...(watch !== undefined && { isWatch: true }),
  };
}

/** `namespaces/x/status` belongs to the namespace itself. */
function isNamespacePart([, , word]: readonly string[]): boolean {
  return word === 'status' || word === 'finalize';
}

export function unknownPath(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError({ code: 404, reason: 'NotFound', message, details: {} });
}

export function wrongMethod(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** Under a group that there is: what it does not have is told as a Status, elsewhere as plain text. */
export function isApiPath(path: string): boolean {
  const [, root, group = ''] = /^\/(apis?)(?:\/([^/]+))?/.exec(path) ?? [];
  return root === 'api' || (root === 'apis' && group !== '' && GROUPS.has(group));
}
