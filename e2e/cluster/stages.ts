import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import type { BedPorts } from './layout.ts';

const run = promisify(execFile);

/** A pod or node with this label is left alone by the simulated kubelet: its status is what a test patches in. */
export const stateLabel = 'portolan.test/state';

interface Stage {
  metadata: { name: string };
  spec: {
    selector: { matchExpressions: { key: string; operator: string; values?: string[] }[] };
    delay?: unknown;
    next: { statusTemplate?: string; delete?: boolean };
  };
}

/** How long a pod labelled `slow` is Terminating. */
const slowDeletionMs = 60_000;

/**
 * kwok's configuration: its options and the life of pods and nodes.
 *
 * The stages are the ones that the kwok module ships, with guards added, so that a test can hold a pod in any state,
 * and with our own kubelet's port written into the nodes instead of kwok's.
 */
export async function kwokConfig(
  binary: string,
  ports: BedPorts,
  files: { podLog: string; previousPodLog: string },
): Promise<string> {
  const { stdout } = await run(binary, ['assets']);
  const shipped = JSON.parse(stdout) as Record<string, string>; // written by assets.go
  const stage = (name: string): Stage => parse(shipped[name] ?? '') as Stage; // kwok's own YAML
  const podDelete = stage('podDelete');
  return [
    options,
    onPort(guarded(stage('nodeInitialize'), 'NotIn', ['hold']), ports.kubelet),
    onPort(stage('nodeHeartbeat'), ports.kubelet),
    guarded(stage('podReady'), 'NotIn', ['hold']),
    stage('podComplete'),
    guarded(podDelete, 'NotIn', ['slow']),
    slowDeletion(podDelete),
    ephemeralContainers,
    ...podLogs(files),
  ]
    .map((document) => stringify(document, { lineWidth: 0, version: '1.1' }))
    .join('---\n');
}

const options = {
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  kind: 'KwokConfiguration',
  options: {
    enableDebuggingHandlers: true,
    podPlayStageParallelism: 8,
    nodePlayStageParallelism: 8,
    podsOnNodeSyncParallelism: 16,
    nodeLeaseDurationSeconds: 40,
    nodeLeaseParallelism: 4,
  },
};

function guarded(stage: Stage, operator: 'In' | 'NotIn', values: string[]): Stage {
  const copy = structuredClone(stage);
  copy.spec.selector.matchExpressions.push({ key: `.metadata.labels["${stateLabel}"]`, operator, values });
  return copy;
}

/** Heartbeats too: they would put kwok's own port back. */
function onPort(stage: Stage, port: number): Stage {
  const copy = structuredClone(stage);
  const template = copy.spec.next.statusTemplate ?? '';
  copy.spec.next.statusTemplate = template.replace(/(kubeletEndpoint:\s+Port: )\{\{ \. \}\}/, `$1${port}`);
  if (copy.spec.next.statusTemplate === template) throw new Error(`no kubelet port in stage ${copy.metadata.name}`);
  return copy;
}

function slowDeletion(podDelete: Stage): Stage {
  const copy = guarded(podDelete, 'In', ['slow']);
  copy.metadata.name = 'pod-delete-slow';
  copy.spec.delay = {
    durationMilliseconds: slowDeletionMs,
    durationFrom: { expressionFrom: '.metadata.deletionTimestamp' },
  };
  return copy;
}

/** Ephemeral containers run as soon as they are added; kwok knows nothing of them. */
const ephemeralContainers = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-ephemeral' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        {
          key: '((.spec.ephemeralContainers // []) | length) > ((.status.ephemeralContainerStatuses // []) | length)',
          operator: 'In',
          values: ['true'],
        },
      ],
    },
    next: {
      statusTemplate: `
{{ $now := Now }}
ephemeralContainerStatuses:
{{ range .spec.ephemeralContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  restartCount: 0
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ end }}
`,
    },
  },
};

function podLogs({ podLog: logsFile, previousPodLog: previousLogsFile }: { podLog: string; previousPodLog: string }) {
  const apiVersion = 'kwok.x-k8s.io/v1alpha1';
  const metadata = { name: 'shared' };
  return [
    { apiVersion, kind: 'ClusterLogs', metadata, spec: { logs: [{ logsFile, previousLogsFile, follow: true }] } },
    { apiVersion, kind: 'ClusterAttach', metadata, spec: { attaches: [{ logsFile }] } },
  ];
}
