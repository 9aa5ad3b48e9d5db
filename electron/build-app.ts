import { buildDesktop } from './build.ts';

/** `npm run build`. */
await buildDesktop();
