/** As in package.json, which not every process can read (e2e/tools/version.test.ts holds them together). */
export const VERSION = '0.1.0';
