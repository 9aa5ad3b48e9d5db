import type { ProbeTool, TerminalSpec } from '../../../shared/model/terminal.ts';

/** What a terminal is about that needs a few words before it starts: it adds something to a cluster. */
export type Wish =
  | {
      readonly kind: 'debug';
      readonly context: string;
      readonly namespace: string;
      readonly pod: string;
      readonly containers: readonly string[];
    }
  | { readonly kind: 'node'; readonly context: string; readonly namespace: string; readonly node: string }
  | {
      readonly kind: 'probe';
      readonly context: string;
      readonly namespace: string;
      readonly node?: string;
      /** The form's first choice; a look-up unless told. */
      readonly tool?: ProbeTool;
      /** What is to be reached, where that is known. */
      readonly host?: string;
      readonly port?: number;
    };

/** The fields of the form; those that its wish has no use for stay as they are. */
export interface StartForm {
  readonly namespace: string;
  readonly container: string;
  readonly image: string;
  readonly node: string;
  readonly tool: ProbeTool;
  readonly target: string;
}

/** Small, and with all that a first look needs. */
const IMAGE = 'busybox:1.37';

export function startForm(wish: Wish): StartForm {
  const tool = (wish.kind === 'probe' ? wish.tool : undefined) ?? 'dns';
  return {
    namespace: wish.namespace,
    container: wish.kind === 'debug' ? (wish.containers[0] ?? '') : '',
    image: IMAGE,
    node: wish.kind === 'debug' ? '' : (wish.node ?? ''),
    tool,
    target: probeTarget(tool, wish),
  };
}

/** Another tool wants the same place in other words. */
export function withTool(form: StartForm, tool: ProbeTool, wish: Wish): StartForm {
  const isOurs = form.target === probeTarget(form.tool, wish);
  return { ...form, tool, target: isOurs ? probeTarget(tool, wish) : form.target };
}

function probeTarget(tool: ProbeTool, wish: Wish): string {
  if (wish.kind !== 'probe' || wish.host === undefined) return '';
  const { host, port = 80 } = wish;
  switch (tool) {
    case 'dns':
      return host;
    case 'http':
      return `http://${host}${port === 80 ? '' : `:${String(port)}`}/`;
    case 'tcp':
      return `${host}:${String(port)}`;
  }
}

/** Undefined while something is missing. */
export function specOf(wish: Wish, form: StartForm): TerminalSpec | undefined {
  const { context } = wish;
  const [namespace, image, node, target] = [form.namespace, form.image, form.node, form.target].map((one) =>
    one.trim(),
  );
  if (!namespace) return undefined;
  switch (wish.kind) {
    case 'debug': {
      const { pod } = wish;
      if (!image) return undefined;
      return { kind: 'debug', context, namespace, pod, image, ...(form.container && { container: form.container }) };
    }
    case 'node':
      return image ? { kind: 'node', context, namespace, node: wish.node, image } : undefined;
    case 'probe': {
      if (!target || (form.tool === 'tcp' && !/:\d+$/.test(target))) return undefined;
      return { kind: 'probe', context, namespace, tool: form.tool, target, ...(node && { node }) };
    }
  }
}
