import type { Attempt, CheckKind, CheckPlan, Heard, Hello, LogTail } from './model/check.ts';
import { m } from './paraglide/messages.js';

const titles: Readonly<Record<CheckKind, () => string>> = {
  connect: m.checks_connect,
  inside: m.checks_inside,
  log: m.checks_log,
};

const hellos: Readonly<Record<Hello, (params: { readonly port: string }) => string>> = {
  http: m.checks_hello_http,
  tls: m.checks_hello_tls,
  listen: m.checks_hello_listen,
};

export function checkTitle(kind: CheckKind): string {
  return titles[kind]();
}

/** Whether the check has anything to do. */
export function isPossible(kind: CheckKind, { connect, inside, log }: CheckPlan): boolean {
  switch (kind) {
    case 'connect':
      return connect.pods > 0;
    case 'inside':
      return inside.targets.length > 0;
    case 'log':
      return log.containers.length > 0;
  }
}

/** What a check will do, or why it would do nothing. */
export function planText(kind: CheckKind, plan: CheckPlan): string {
  const { connect, inside, log } = plan;
  const can = isPossible(kind, plan);
  switch (kind) {
    case 'connect': {
      if (!can) return m.checks_connect_none();
      const ports = connect.ports.map(({ label, hello }) => hellos[hello]({ port: label })).join(', ');
      const left = connect.left > 0 ? ` ${m.checks_connect_left({ n: connect.left })}` : '';
      return `${m.checks_connect_plan({ pods: connect.pods, ports })}${left} ${m.checks_connect_limit()}`;
    }
    case 'inside':
      return can ? m.checks_inside_plan({ ...inside, targets: inside.targets.join(', ') }) : m.checks_inside_none();
    case 'log':
      return can
        ? m.checks_log_plan({ lines: log.lines, containers: log.containers.map(logName).join(', ') })
        : m.checks_log_none();
  }
}

export function logName({ pod, container, previous }: Omit<LogTail, 'lines'>): string {
  return previous ? m.checks_log_previous({ pod, container }) : m.checks_log_container({ pod, container });
}

/** What an attempt was made at: `web-1:8080`. */
export function attemptName({ subject, port }: Attempt): string {
  return `${subject.includes(':') ? `[${subject}]` : subject}:${String(port)}`;
}

export function heardText(heard: Heard): string {
  switch (heard.t) {
    case 'http':
      return m.checks_heard_http({ status: heard.status });
    case 'tls':
      return m.checks_heard_tls({ names: heard.names.join(', ') || '-', until: heard.until.slice(0, 10) });
    case 'bytes':
      return m.checks_heard_bytes({ text: heard.text });
    case 'silence':
      return m.checks_heard_silence();
    case 'hung-up':
      return m.checks_heard_hung_up();
    case 'refused':
      return m.checks_heard_refused();
    case 'timeout':
      return m.checks_heard_timeout();
    case 'unresolved':
      return m.checks_heard_unresolved();
    case 'failed':
      return m.checks_heard_failed({ detail: heard.detail });
  }
}
