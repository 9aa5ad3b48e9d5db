import { z } from 'zod';
import { balanceNames } from './model/balance.ts';
import { httpModes } from './model/http.ts';
import { defaultSettings } from './model/settings.ts';

/** The checks for what crosses a wire or comes from a file; the types in `model/` say the same to the compiler. */
export const objectName = z.string().min(1).max(253);
export const contextKey = z.string().min(1).max(1024);
/** A container image as a kubelet takes it. */
export const imageName = z
  .string()
  .trim()
  .regex(/^[\w.:/@-]{1,255}$/);
export const portNumber = z.int().min(1).max(65535);

export const serviceRefSchema = z.object({ context: contextKey, namespace: objectName, name: objectName });
const podNames = z.array(objectName).max(1000).readonly();

/** How to balance: any of it, to start with or to change. */
const balanceWishesSchema = z.object({
  balance: z.enum(balanceNames).exactOptional(),
  weights: z.record(objectName, z.int().min(0).max(100)).readonly().exactOptional(),
  drained: podNames.exactOptional(),
  pinned: podNames.exactOptional(),
  asNode: z.string().max(253).exactOptional(),
});

/** A Host header's characters and no others: whatever is said here goes into requests. */
export const hostSchema = z
  .string()
  .max(259)
  .regex(/^[\w.:[\]-]*$/);
const forwardWishesSchema = balanceWishesSchema.extend({
  http: z.enum(httpModes).exactOptional(),
  host: hostSchema.exactOptional(),
  paused: z.boolean().exactOptional(),
});

export const forwardSpecSchema = serviceRefSchema.extend({
  port: portNumber,
  localPort: portNumber.exactOptional(),
  address: z
    .ipv4()
    .refine((address) => address.startsWith('127.'), 'not a loopback address (127.x.y.z)')
    .exactOptional(),
  ...forwardWishesSchema.shape,
});
export const forwardChangeSchema = forwardWishesSchema.extend({ key: z.string() });

export const profileName = z.string().trim().min(1).max(60);
export const profileSchema = z.object({
  name: profileName,
  startWithApp: z.boolean(),
  forwards: z
    .array(
      forwardSpecSchema.pick({
        context: true,
        namespace: true,
        name: true,
        port: true,
        localPort: true,
        balance: true,
      }),
    )
    .readonly(),
});

const settings = {
  locale: z.enum(['system', 'en', 'ko']),
  theme: z.enum(['system', 'light', 'dark']),
  restoreForwards: z.boolean(),
  kubeconfigs: z.array(z.string()).readonly(),
  notifications: z.boolean(),
  keepInTray: z.boolean(),
  startAtLogin: z.boolean(),
  proxy: z
    .string()
    .trim()
    .max(512)
    // What is written down has no password: a proxy that asks for one is named in the kubeconfig or the environment.
    .regex(/^((https?|socks5h?):\/\/[\w.[\]:-]+\/?)?$/, 'not http://HOST:PORT, https://… or socks5://… without a user'),
};

/** The settings as a file has them: one that is missing (an older version wrote it) or makes no sense is the default. */
export const settingsSchema = z.object({
  locale: settings.locale.catch(defaultSettings.locale),
  theme: settings.theme.catch(defaultSettings.theme),
  restoreForwards: settings.restoreForwards.catch(defaultSettings.restoreForwards),
  kubeconfigs: settings.kubeconfigs.catch(defaultSettings.kubeconfigs),
  notifications: settings.notifications.catch(defaultSettings.notifications),
  keepInTray: settings.keepInTray.catch(defaultSettings.keepInTray),
  startAtLogin: settings.startAtLogin.catch(defaultSettings.startAtLogin),
  proxy: settings.proxy.catch(defaultSettings.proxy),
});

const demoTarget = z.object({ namespace: objectName, service: objectName });
export const demoTroubleSchema = z.discriminatedUnion('do', [
  demoTarget.extend({ do: z.literal('kill-pod'), pod: objectName.exactOptional() }),
  demoTarget.extend({ do: z.enum(['fail-probe', 'heal-probe']) }),
  demoTarget.extend({ do: z.enum(['restart', 'scale-to-zero', 'scale-back']) }),
  z.object({ do: z.literal('cut-api') }),
  z.object({ do: z.literal('slow-network'), on: z.boolean() }),
]);

/** Any of the settings, to change them. */
export const settingsChangeSchema = z.object({
  locale: settings.locale.exactOptional(),
  theme: settings.theme.exactOptional(),
  restoreForwards: settings.restoreForwards.exactOptional(),
  kubeconfigs: settings.kubeconfigs.exactOptional(),
  notifications: settings.notifications.exactOptional(),
  keepInTray: settings.keepInTray.exactOptional(),
  startAtLogin: settings.startAtLogin.exactOptional(),
  proxy: settings.proxy.exactOptional(),
});

/** A merge patch of one object, as a fix has it. */
const patchSchema = z.object({
  object: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: objectName,
    name: z.string().min(1).max(253),
  }),
  body: z.record(z.string(), z.unknown()),
});

export const fixWishSchema = z.object({ context: contextKey, patch: patchSchema });
/** What was looked at is what is changed. */
export const fixOrderSchema = fixWishSchema.extend({ resourceVersion: z.string() });
export type FixWish = z.infer<typeof fixWishSchema>;
export type FixOrder = z.infer<typeof fixOrderSchema>;
