import { fail } from '../../../shared/failure.ts';
import type { TerminalSpec } from '../../../shared/model/terminal.ts';
import type { KubeApi } from '../kube/api.ts';
import type { Clock } from '../clock.ts';
import type { TestPods } from '../test-pod/test-pods.ts';
import { runAttach } from './attach.ts';
import { runDebugContainer } from './debug-container.ts';
import { runExec } from './exec.ts';
import { runOnNode, runProbe } from './in-test-pod.ts';
import { runLogs } from './logs.ts';
import { runLocalShell, type LocalShellParts } from './shell/local-shell.ts';
import type { ClusterConsole, Console, Ending } from './program.ts';

/** What the terminals' programs need of the core. */
export interface ProgramParts {
  /** The API server of a context; throws while it is not connected. */
  readonly api: (context: string) => KubeApi;
  readonly clock: Clock;
  readonly testPods: TestPods;
  /** Missing where windows may open no shell on this computer. */
  readonly shell?: LocalShellParts | undefined;
}

/** Runs what a terminal was opened for, to its end. */
export async function runProgram(
  spec: TerminalSpec,
  console: Console,
  { api, clock, testPods, shell }: ProgramParts,
): Promise<Ending> {
  const inCluster = (): ClusterConsole => ({ ...console, api: api(spec.context) });
  switch (spec.kind) {
    case 'shell':
      if (!shell) throw fail('shell-off', {});
      return runLocalShell(spec, console, shell);
    case 'exec':
      return runExec(spec, inCluster());
    case 'attach':
      return runAttach(spec, inCluster());
    case 'debug':
      return runDebugContainer(spec, inCluster(), clock);
    case 'node':
      return runOnNode(spec, inCluster(), testPods);
    case 'probe':
      return runProbe(spec, inCluster(), testPods);
    case 'logs':
      return runLogs(spec, inCluster());
  }
}
