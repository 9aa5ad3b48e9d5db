import { z } from 'zod';

/** The checks for what crosses a wire or comes from a file; the types in `model/` say the same to the compiler. */
export const objectName = z.string().min(1).max(253);
export const contextKey = z.string().min(1).max(1024);
export const portNumber = z.int().min(1).max(65535);

export const serviceRefSchema = z.object({ context: contextKey, namespace: objectName, name: objectName });
export const forwardSpecSchema = serviceRefSchema.extend({ port: portNumber, localPort: portNumber.optional() });

export const settingsSchema = z.object({
  locale: z.enum(['system', 'en', 'ko']),
  theme: z.enum(['system', 'light', 'dark']),
  restoreForwards: z.boolean(),
  kubeconfigs: z.array(z.string()).readonly(),
});
