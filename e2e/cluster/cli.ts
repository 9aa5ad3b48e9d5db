import { parseArgs } from 'node:util';
import { startLargeBed } from './large.ts';
import { applySamples } from './samples.ts';
import { startBed } from './start.ts';

const { values } = parseArgs({
  options: {
    // 2,000 Services and 10,000 pods instead of the samples
    large: { type: 'boolean', default: false },
    // nodes only
    empty: { type: 'boolean', default: false },
    // Services have IPv4 addresses alone
    'single-stack': { type: 'boolean', default: false },
  },
});
const onProgress = (line: string): void => console.error(line);
const ended = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});

try {
  await using bed = await (values.large
    ? startLargeBed({ onProgress })
    : startBed({ onProgress, singleStack: values['single-stack'] }));
  if (!values.large && !values.empty) await applySamples(bed);
  console.log(`The cluster runs at ${bed.server}, in ${bed.dir}

  export KUBECONFIG=${bed.kubeconfig}
  alias kubectl='${bed.binary} kubectl'
  kubectl get services --all-namespaces
  kubectl --namespace shop port-forward service/web 8080:80

Ctrl-C ends it.`);
  await ended;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
