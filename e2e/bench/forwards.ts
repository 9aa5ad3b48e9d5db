import { get } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bed } from '../cluster/bed.ts';
import { kubectlForward } from '../cluster/port-forward.ts';
import { startPortolan } from '../core/portolan.ts';
import type { Figure } from './figure.ts';

const OUTAGES = 5;
/** In ms; who has not answered by then never will. */
const PATIENCE = 20_000;

/** How soon a forward answers after an API outage, beside kubectl's. */
export async function forwards(bed: Bed): Promise<Figure[]> {
  const ours = startPortolan(['forward', '-n', 'shop', 'svc/web', ':80', '--no-http', '--kubeconfig', bed.kubeconfig]);
  try {
    const [, port = ''] = await ours.printed(/localhost:(\d+)/);
    await using theirs = await kubectlForward(bed, ['shop', 'service/web'], { port: 80 });
    const returns: number[] = [];
    for (let n = 0; n < OUTAGES; n++) returns.push(await outage(bed, Number(port)));
    return [
      {
        what: `A connection that was made while the API server was away is answered after its return, longest of ${OUTAGES}`,
        measured: Math.max(...returns),
        unit: 'ms',
        goal: 1000,
        peer: { name: '`kubectl port-forward`', measured: await survives(theirs.port) },
      },
    ];
  } finally {
    ours.signal('SIGTERM');
    await ours.ended;
  }
}

/** From the API server's first answer to anybody to the answer that a waiting connection gets, in ms. */
async function outage(bed: Bed, port: number): Promise<number> {
  await bed.api.stop();
  const answered = answer(port).then(() => Date.now());
  const back = firstAnswer(bed);
  await bed.api.start();
  return Math.max(0, (await answered) - (await back));
}

/** When the API server answers anybody, in ms of the epoch. */
export async function firstAnswer({ rest }: Bed): Promise<number> {
  while (
    await rest
      .probe('/livez')
      .catch(() => true)
      .then((status) => status !== 200)
  )
    await nextTurn();
  return Date.now();
}

/** What kubectl's forward is worth after the outages: it has ended, unless its authors have changed that. */
async function survives(port: number): Promise<number | 'never'> {
  const from = Date.now();
  return answer(port).then(
    () => Date.now() - from,
    () => 'never',
  );
}

/** One request on a connection of its own. */
function answer(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false, signal: AbortSignal.timeout(PATIENCE) }, (response) => {
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}
