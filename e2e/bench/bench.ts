import { parseArgs } from 'node:util';
import { buildDesktop } from '../../electron/build.ts';
import { startLargeBed } from '../cluster/large.ts';
import { applySamples } from '../cluster/samples.ts';
import { startBed } from '../cluster/start.ts';
import { changeToPixels } from './change-to-pixels.ts';
import { demo } from './demo.ts';
import { diagnosis, diagnosisUpdates } from './diagnosis.ts';
import { table, type Figure } from './figure.ts';
import { benchForward } from './forward/bench.ts';
import { forwards } from './forwards.ts';
import { largeList } from './large-list.ts';
import { largeViews } from './large-views.ts';
import { palette } from './palette.ts';
import { terminal } from './terminal.ts';

/**
 * `npm run bench [-- app | forward | views]`: figures on this machine, on real clusters, as the README's tables.
 * `npm run bench -- forward --minutes N`: a forward under load for so long, in place of the comparison.
 */
const { positionals, values } = parseArgs({ options: { minutes: { type: 'string' } }, allowPositionals: true });
const [which] = positionals;
const onProgress = (line: string): void => console.error(line);

async function onSamples(): Promise<Figure[]> {
  await using bed = await startBed({ onProgress });
  await applySamples(bed);
  onProgress('forwards …');
  const forwarding = await forwards(bed);
  onProgress('changes to pixels …');
  return [await changeToPixels(bed), ...forwarding]; // last: it leaves the Service with other ports
}

async function onManyServices(): Promise<Figure[]> {
  await using bed = await startLargeBed({ onProgress });
  onProgress('the large list …');
  return await largeList(bed);
}

async function views(): Promise<Figure[]> {
  onProgress('the views of a large cluster …');
  const figures = await largeViews();
  onProgress('the palette …');
  return [...figures, ...(await palette())];
}

if (which === 'views') {
  await buildDesktop();
  console.log(table(await views()));
}
if (which === undefined || which === 'app') {
  await buildDesktop();
  onProgress('the demo cluster …');
  const demoFigures = await demo();
  onProgress('the terminal …');
  const terminalFigures = await terminal();
  const figures = [
    ...(await onSamples()),
    ...(await onManyServices()),
    ...(await views()),
    ...demoFigures,
    ...terminalFigures,
  ];
  console.log(table([...figures, diagnosis(), ...diagnosisUpdates()]));
}
if (which === undefined || which === 'forward')
  await benchForward(onProgress, values.minutes === undefined ? undefined : Number(values.minutes));
