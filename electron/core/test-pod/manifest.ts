/** What a test Pod is to be like. */
export interface TestPodWish {
  readonly namespace: string;
  /** Has `sleep` and the programs that are to be run in it; `TEST_IMAGE` unless told. */
  readonly image?: string;
  /** Where it runs; the scheduler's choice unless told. */
  readonly node?: string;
  /** How long it lives at most, in seconds: the kubelet ends it even if nobody is there any more to remove it. */
  readonly seconds?: number;
  /** More labels: those of a client whose NetworkPolicies are to hold for it, too. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** With curl, nslookup and a shell. */
export const TEST_IMAGE = 'docker.io/curlimages/curl:8.15.0';
export const TEST_CONTAINER = 'test';
/** Ours, and none that a Service selects by. */
export const testPodLabels = {
  'app.kubernetes.io/managed-by': 'portolan',
  'app.kubernetes.io/component': 'test-pod',
} as const;
/** Of one that only runs commands. */
const SECONDS = 300;
/** nobody's, by custom: images with a user of a name alone could not be told from root by the kubelet. */
const USER = 65_534;

/**
 * A Pod that waits for commands. It conforms to Pod Security's `restricted`, has no token of the API server's, and asks
 * for so little that it fits into any quota.
 */
export function testPodManifest(name: string, wish: TestPodWish) {
  const { namespace, image = TEST_IMAGE, node, seconds = SECONDS, labels = {} } = wish;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { ...labels, ...testPodLabels } },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: seconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(node !== undefined && { nodeSelector: { 'kubernetes.io/hostname': node } }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: TEST_CONTAINER,
          image,
          command: ['sleep', String(seconds)],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: '10m', memory: '16Mi' },
            limits: { cpu: '200m', memory: '64Mi' },
          },
        },
      ],
    },
  };
}
