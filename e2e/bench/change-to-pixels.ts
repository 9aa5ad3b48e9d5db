import type { Bed } from '../cluster/bed.ts';
import { openApp } from './app.ts';
import { quantile, type Figure } from './figure.ts';
import { watchServices } from './kubectl-watch.ts';

const CHANGES = 50;
const WEB = '/api/v1/namespaces/shop/services/web';

/** From sending the write of a Service's port to the frame that shows it; kubectl watches the same changes. */
export async function changeToPixels(bed: Bed): Promise<Figure> {
  await using app = await openApp(bed.kubeconfig);
  const { page } = app;
  await page.goto(app.url);
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:web');
  await page.getByRole('row', { name: /web/ }).first().waitFor();
  using kubectl = await watchServices(bed, 'shop');

  const ours: number[] = [];
  const theirs: number[] = [];
  for (let port = 20_001; port <= 20_000 + CHANGES; port++) {
    const shown = page.evaluate(whenShown, String(port));
    const printed = kubectl.printed(`${port}/TCP`);
    await page.evaluate(() => new Promise(requestAnimationFrame)); // the page looks by now
    const written = Date.now();
    await bed.rest.patch(WEB, { spec: { ports: [{ port, targetPort: 'http', name: 'http' }] } });
    ours.push((await shown) - written);
    theirs.push((await printed) - written);
  }
  return {
    what: `A change made with kubectl is in the window, p95 of ${CHANGES}`,
    measured: quantile(ours, 0.95),
    unit: 'ms',
    goal: 200,
    peer: { name: '`kubectl get --watch` prints it', measured: quantile(theirs, 0.95) },
  };
}

/** Runs in the page: the time of the first frame after the one in which the text was in the list, in ms since the epoch. */
function whenShown(text: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const isShown = document.querySelector('[role=grid]')?.textContent.includes(text) === true;
      requestAnimationFrame(isShown ? () => resolve(Date.now()) : look);
    };
    look();
  });
}
