import { z } from 'zod';
import { contextKey, objectName } from './schemas.ts';

const where = { context: contextKey, namespace: objectName };
const place = {
  ...where,
  container: objectName.exactOptional(),
  containers: z.array(objectName).max(100).readonly().exactOptional(),
};

const image = z.string().regex(/^[\w][\w./:@-]{0,500}$/);

const terminalSpecSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shell'), ...where }),
  z.object({ kind: z.literal('exec'), ...place, pod: objectName }),
  z.object({ kind: z.literal('attach'), ...place, pod: objectName }),
  z.object({ kind: z.literal('debug'), ...where, pod: objectName, container: objectName.exactOptional(), image }),
  z.object({ kind: z.literal('node'), ...where, node: objectName, image }),
  z.object({
    kind: z.literal('probe'),
    ...where,
    tool: z.enum(['dns', 'http', 'tcp']),
    // It becomes an argument of a program: none may look like an option.
    target: z.string().regex(/^[^\s-][^\s]{0,500}$/),
    node: objectName.exactOptional(),
    image: image.exactOptional(),
  }),
  z.object({
    kind: z.literal('logs'),
    ...place,
    pods: z.array(objectName).min(1).max(50).readonly(),
    service: objectName.exactOptional(),
    previous: z.boolean().exactOptional(),
    since: z.int().min(1).exactOptional(),
    filter: z.string().max(1000).exactOptional(),
  }),
]);

const key = z.string().min(1).max(100);
const cells = z.int().min(1).max(2000);
const size = z.object({ columns: cells, rows: cells });

export const openTerminalSchema = z.object({ spec: terminalSpecSchema, size });
export const restartTerminalSchema = z.object({ key, spec: terminalSpecSchema.exactOptional() });
export const terminalKeySchema = z.object({ key });
export const resizeTerminalSchema = z.object({ key, size });
export const writeTerminalSchema = z.object({ key, text: z.string().max(200_000) });
export const readTerminalSchema = z.object({ key, run: z.int().min(0), from: z.int().min(0) });
