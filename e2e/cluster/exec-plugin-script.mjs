// The exec credential plugin that exec-plugin.ts puts into kubeconfigs. argv[2] is its folder: settings.json says how to
// answer, calls.jsonl keeps a line for each call. Plain JavaScript, for whatever Node calls it.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = process.argv[2];
const info = process.env.KUBERNETES_EXEC_INFO;
appendFileSync(
  join(dir, 'calls.jsonl'),
  `${JSON.stringify({ at: new Date().toISOString(), ...(info && { info: JSON.parse(info) }) })}\n`,
);
const { fail, delay = 0, expiresIn, status } = JSON.parse(readFileSync(join(dir, 'settings.json'), 'utf8'));
await sleep(delay);
if (fail === 'hang') await sleep(2 ** 31 - 1);
if (fail === 'exit') {
  process.stderr.write('credential plugin: your session has ended, log in again\n');
  process.exit(1);
}
if (fail === 'garbage') {
  process.stdout.write('this is no ExecCredential\n');
  process.exit(0);
}
const expiry =
  expiresIn === undefined ? {} : { expirationTimestamp: new Date(Date.now() + expiresIn * 1000).toISOString() };
process.stdout.write(
  JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { ...status, ...expiry },
  }),
);
