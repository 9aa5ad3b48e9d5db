import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { dig, list, record, text } from '../../json.ts';
import type { DemoObject } from '../registry.ts';
import { Shell } from '../kubelet/shell/shell.ts';
import { commands, type ShellPlace } from '../kubelet/shell/commands.ts';
import { podNetwork } from '../kubelet/pod-network.ts';
import { badRequest, StatusError } from '../../api-rules/status-error.ts';
import { containerOf } from './logs.ts';
import { podOnNode, type ForwardRequest } from './port-forward.ts';

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, close: 255 } as const;
const SHELL = /^(?:.*\/)?(?:sh|bash|ash)$/;

/** `pods/exec` over a WebSocket, the way of kubectl since 1.30: a shell in miniature in each container that runs. */
export async function serveExec({ request, socket, head, target, store, kubelet }: ForwardRequest): Promise<void> {
  const pod = podOnNode(store, target);
  const query = new URL(request.url ?? '/', 'http://demo').searchParams;
  const container = containerOf(pod, query.get('container') ?? '');
  if (!isRunning(pod, container))
    throw new StatusError({ code: 500, message: `unable to upgrade connection: container not found ("${container}")` });
  const peer = await accept(request, { socket, head });
  const { name, namespace = '' } = pod.metadata;
  const shell = new Shell(placeOf({ registry: store, kubelet }, pod, container), {
    tty: query.get('tty') === 'true',
    write: (bytes, stream = 'stdout') =>
      new Promise((resolve, reject) =>
        peer.send(message(channels[stream], bytes), (error) => (error ? reject(error) : resolve())),
      ),
  });
  const unsubscribe = kubelet.onGone({ namespace, name }, () => peer.terminate());
  peer.on('close', () => {
    unsubscribe();
    shell.hangUp();
  });
  peer.on('message', (data: Buffer) => {
    const [channel] = data;
    if (channel === channels.stdin) shell.take(data.toString('utf8', 1));
    if (channel === channels.close && data[1] === channels.stdin) shell.take('\u0004');
  });
  start(shell, query.getAll('command'), (status) => end(peer, status));
  end(peer, statusOf(await shell.exited));
}

function start(shell: Shell, command: readonly string[], refuse: (status: object) => void): void {
  const [program = '', flag, script = '', , ...args] = command;
  if (SHELL.test(program) && script.includes('"$@"')) {
    // Runs what it is given, and stays.
    shell.open();
    shell.take(`${args.join(' ')}\n`);
  } else if (SHELL.test(program)) {
    // What chooses the best shell that there is gets the only one.
    if (flag === '-c' && !script.includes('exec ')) shell.run(script);
    else shell.open();
  } else if (program in commands) shell.run(command.join(' '));
  else refuse(missing(program));
}

function end(peer: WebSocket, status: object): void {
  if (peer.readyState !== peer.OPEN) return;
  peer.send(message(channels.error, JSON.stringify(status)));
  peer.close(1000);
}

function accept(
  request: IncomingMessage,
  { socket, head }: Pick<ForwardRequest, 'socket' | 'head'>,
): Promise<WebSocket> {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  const chosen = PROTOCOLS.find((protocol) => offered.includes(protocol));
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || chosen === undefined)
    throw badRequest('the demo cluster takes exec over WebSockets alone (v4 or v5.channel.k8s.io)');
  return import('ws').then(
    ({ WebSocketServer }) =>
      new Promise((resolve) =>
        new WebSocketServer({
          noServer: true,
          perMessageDeflate: false,
          handleProtocols: () => chosen,
        }).handleUpgrade(request, socket, head, resolve),
      ),
  );
}

function message(channel: number, bytes: string): Buffer {
  return Buffer.concat([Buffer.of(channel), Buffer.from(bytes)]);
}

function isRunning(pod: DemoObject, container: string): boolean {
  return list(dig(pod, 'status', 'containerStatuses')).some(
    (status) => text(record(status)['name']) === container && dig(status, 'state', 'running') !== undefined,
  );
}

function placeOf(world: Parameters<typeof podNetwork>[0], pod: DemoObject, container: string): ShellPlace {
  const of = list(pod.spec?.['containers']).find((one) => text(record(one)['name']) === container);
  const env = list(record(of)['env']).map((one) => [text(record(one)['name']), text(record(one)['value'])]);
  return {
    pod: pod.metadata.name,
    namespace: pod.metadata.namespace ?? '',
    container,
    ip: text(dig(pod, 'status', 'podIP')),
    node: text(pod.spec?.['nodeName']),
    env: Object.fromEntries(env) as Record<string, string>,
    network: podNetwork(world, pod.metadata.namespace ?? ''),
  };
}

function statusOf(code: number): object {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function missing(program: string): object {
  const detail =
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ` +
    'executable file not found in $PATH: unknown';
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${detail}`,
    reason: 'InternalError',
    details: { causes: [{ message: detail }] },
    code: 500,
  };
}
