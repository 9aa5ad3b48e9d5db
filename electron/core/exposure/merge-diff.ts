import { isRecord, isSame, NULL } from '../json.ts';
import type { Json } from '../json.ts';

/** The smallest RFC 7386 merge patch that makes `after` of `before`; undefined where they are the same. */
export function mergeDiff(before: object, after: object): Json | undefined {
  const [from, to] = [before as Json, after as Json]; // objects of the API's JSON
  const patch: Json = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [old, now] = [from[key], to[key]];
    if (isSame(old, now)) continue;
    if (now === undefined) patch[key] = NULL;
    else if (isRecord(old) && isRecord(now)) patch[key] = mergeDiff(old, now);
    else patch[key] = now;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
