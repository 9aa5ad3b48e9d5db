import { LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { z } from 'zod';
import { fail } from '../../../shared/failure.ts';
import type { Profile } from '../../../shared/model/profile.ts';
import { forwardSpecSchema, profileName } from '../../../shared/schemas.ts';

const { context, namespace, name, port, localPort, address, balance } = forwardSpecSchema.shape;

/** A profile as teams pass it around. Strict: what it does not know it does not carry, a credential least of all. */
const fileSchema = z.strictObject({
  portolan: z.literal('profile/v1'),
  name: profileName,
  forwards: z
    .array(z.strictObject({ context, namespace, service: name, port, localPort, address, balance }))
    .min(1)
    .max(1000),
});

/** A profile whose contexts are names, as in anybody's kubeconfig. */
export type SharedProfile = Pick<Profile, 'name' | 'forwards'>;

export function formatProfile(profile: SharedProfile): string {
  const forwards = profile.forwards.map(({ name: service, context, namespace, ...rest }) => ({
    context,
    namespace,
    service,
    ...rest,
  }));
  return stringify({ portolan: 'profile/v1', name: profile.name, forwards } satisfies z.input<typeof fileSchema>);
}

/** Reads YAML or JSON, which is YAML too. Throws `profile-invalid` with the line and field that are wrong. */
export function parseProfile(text: string): SharedProfile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken) throw fail('profile-invalid', { line: lineAt(broken.pos[0]), field: '-', detail: broken.message });

  const read = fileSchema.safeParse(plain(document));
  if (!read.success) {
    const [issue] = read.error.issues;
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...unknown];
    throw fail('profile-invalid', {
      line: lineAt(offsetOf(document, path)),
      field: path.map(String).join('.') || '-',
      detail: issue?.message ?? '-',
    });
  }
  const { name, forwards } = read.data;
  return { name, forwards: forwards.map(({ service, ...rest }) => ({ ...rest, name: service })) };
}

/** Aliases that stand for more than the file could hold are refused as an error of the whole file. */
function plain(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw fail('profile-invalid', { line: 1, field: '-', detail: error instanceof Error ? error.message : '-' }, error);
  }
}

/** Where the value at `path` begins, or the closest one around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range: unknown = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}
