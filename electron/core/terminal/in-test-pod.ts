import { fail } from '../../../shared/failure.ts';
import type { NodeSpec, ProbeSpec } from '../../../shared/model/terminal.ts';
import { TEST_CONTAINER, testPodLabels } from '../test-pod/manifest.ts';
import type { TestPodOptions, TestPods } from '../test-pod/test-pods.ts';
import type { ClusterConsole, Ending } from './program.ts';
import { runRemote } from './remote-process.ts';

/** How long such a terminal may be open, in seconds. */
const SECONDS = 4 * 3600;
/** What stands before a command that we type, as a shell shows it. */
const SHOWN = 'printf \'\\033[2m$ %s\\033[0m\\n\' "$*"; "$@"; exec sh';

/** A shell on a node, as `kubectl debug node/x`: in the node's own network, its files at /host. */
export function runOnNode(spec: NodeSpec, console: ClusterConsole, pods: TestPods): Promise<Ending> {
  return inPod(spec, { console, pods, command: ['sh'], manifest: (name) => nodePod(name, spec) });
}

/** Runs a test and leaves a shell where it ran, to try what comes to mind next. */
export function runProbe(spec: ProbeSpec, console: ClusterConsole, pods: TestPods): Promise<Ending> {
  return inPod(spec, { console, pods, command: ['sh', '-c', SHOWN, 'sh', ...probeCommand(spec)] });
}

/** What a test runs; every image with curl has these. */
export function probeCommand({ tool, target }: Pick<ProbeSpec, 'tool' | 'target'>): readonly string[] {
  switch (tool) {
    case 'dns':
      return ['nslookup', target];
    case 'http':
      return ['curl', '-sS', '-v', '-m', '10', target];
    case 'tcp': {
      const at = target.lastIndexOf(':');
      const host = target.slice(0, at).replace(/^\[(.*)\]$/, '$1');
      return ['nc', '-z', '-v', '-w', '5', host, target.slice(at + 1)];
    }
  }
}

interface Inside extends Pick<TestPodOptions, 'manifest'> {
  readonly console: ClusterConsole;
  readonly pods: TestPods;
  readonly command: readonly string[];
}

function inPod(
  { namespace, node, image }: Pick<ProbeSpec, 'namespace' | 'node' | 'image'>,
  { console, pods, command, manifest }: Inside,
): Promise<Ending> {
  const { api, signal, waits: onWait } = console;
  const wish: TestPodOptions = {
    api,
    signal,
    onWait,
    namespace,
    seconds: SECONDS,
    ...(node !== undefined && { node }),
    ...(image !== undefined && { image }),
    ...(manifest && { manifest }),
  };
  return pods.use(wish, async ({ name, container }) => {
    const end = await runRemote({ namespace, pod: name, container, command }, console);
    if (end.t === 'exit') return { code: end.code };
    throw fail(end.t === 'missing' ? 'shell-missing' : 'exec-refused', { pod: name, tried: 'sh', detail: end.detail });
  });
}

/** Sees all of the node, as whoever debugs one must; Pod Security admits it in privileged namespaces alone. */
function nodePod(name: string, { namespace, node, image }: NodeSpec): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: testPodLabels },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      activeDeadlineSeconds: SECONDS,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      hostPID: true,
      hostIPC: true,
      hostNetwork: true,
      tolerations: [{ operator: 'Exists' }],
      volumes: [{ name: 'host', hostPath: { path: '/' } }],
      containers: [
        {
          name: TEST_CONTAINER,
          image,
          command: ['sleep', String(SECONDS)],
          volumeMounts: [{ name: 'host', mountPath: '/host' }],
        },
      ],
    },
  };
}
