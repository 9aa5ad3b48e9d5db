import { randomUUID } from 'node:crypto';
import { fail, toFailure } from '../../../shared/failure.ts';
import type {
  TerminalOutput,
  TerminalSize,
  TerminalSpec,
  TerminalState,
  TerminalView,
} from '../../../shared/model/terminal.ts';
import { LiveMap, type LiveSource } from '../live.ts';
import { Output } from './output.ts';
import type { Console, Ending, Keys } from './program.ts';
import { runProgram, type ProgramParts } from './programs.ts';

/** So many at once; more are a mistake somewhere. */
const MOST = 30;

interface Session {
  readonly output: Output;
  readonly life: AbortController;
  size: TerminalSize;
  keys: Keys | undefined;
}

/** The open terminals. They belong to the core: a window that closes, or another screen, ends none of them. */
export class Terminals {
  readonly #parts: ProgramParts;
  readonly #views = new LiveMap<TerminalView>();
  readonly #sessions = new Map<string, Session>();
  readonly #ending = new Set<Promise<void>>();

  constructor(parts: ProgramParts) {
    this.#parts = parts;
    this.#views.reset([]);
  }

  get views(): LiveSource<TerminalView> {
    return this.#views;
  }

  open(spec: TerminalSpec, size: TerminalSize): TerminalView {
    if (this.#sessions.size >= MOST) throw fail('terminals-many', { most: MOST });
    return this.#start({ key: randomUUID(), spec, run: 0, state: { name: 'opening' } }, size);
  }

  /** Runs it from the start again, or something else in its place. */
  restart(key: string, spec?: TerminalSpec): TerminalView {
    const { life, output, size } = this.#session(key);
    const view = this.#view(key);
    life.abort();
    output.end();
    return this.#start({ key, spec: spec ?? view.spec, run: view.run + 1, state: { name: 'opening' } }, size);
  }

  /** Ends what runs and forgets it; an unknown key is one that was closed in another window. */
  close(key: string): void {
    const session = this.#sessions.get(key);
    session?.life.abort();
    session?.output.end();
    this.#sessions.delete(key);
    this.#views.update({ removes: [key] });
  }

  /** Resolves when all that ran has cleaned up after itself. */
  async closeAll(): Promise<void> {
    for (const key of [...this.#sessions.keys()]) this.close(key);
    await Promise.all(this.#ending);
  }

  /** What would be ended by closing: the program in front, where it is another than the shell that waits. */
  running(key: string): { readonly program?: string } {
    const program = this.#sessions.get(key)?.keys?.running?.();
    return program === undefined ? {} : { program };
  }

  write(key: string, text: string): void {
    this.#session(key).keys?.write?.(text);
  }

  resize(key: string, size: TerminalSize): void {
    const session = this.#session(key);
    session.size = size;
    session.keys?.resize(size);
  }

  /** What the run has printed from a place on. A run that is over, or a terminal that is closed, has no more to say. */
  async read(
    { key, run, from }: { readonly key: string; readonly run: number; readonly from: number },
    signal: AbortSignal,
  ): Promise<TerminalOutput> {
    const session = this.#sessions.get(key);
    if (!session || this.#view(key).run !== run) return { text: '', next: from, last: true };
    return session.output.read(from, signal);
  }

  #start(view: TerminalView, size: TerminalSize): TerminalView {
    const session: Session = { output: new Output(), life: new AbortController(), size, keys: undefined };
    this.#sessions.set(view.key, session);
    this.#views.update({ upserts: [view] });
    const ending = this.#run(view, session).then(
      (end) => this.#end(view, { name: 'ended', ...end }, session),
      (error: unknown) => this.#end(view, { name: 'failed', failure: toFailure(error) }, session),
    );
    this.#ending.add(ending);
    ending.then(
      () => this.#ending.delete(ending),
      () => undefined,
    );
    return view;
  }

  #run({ key, spec, run }: TerminalView, session: Session): Promise<Ending> {
    const { output, life, size } = session;
    const { signal } = life;
    const show = (state: TerminalState): void => {
      if (!signal.aborted) this.#views.update({ upserts: [{ key, spec, run, state }] });
    };
    const console: Console = {
      size,
      signal,
      print: (text) => output.write(text),
      waits: (detail) => show({ name: 'opening', waits: detail }),
      ready: (keys) => {
        if (signal.aborted) return;
        session.keys = keys;
        keys.resize(session.size);
        show({ name: 'running', takesKeys: keys.write !== undefined });
      },
    };
    return runProgram(spec, console, this.#parts);
  }

  #end({ key, spec, run }: TerminalView, state: TerminalState, session: Session): void {
    session.keys = undefined;
    session.output.end();
    if (this.#sessions.get(key) === session) this.#views.update({ upserts: [{ key, spec, run, state }] });
  }

  #session(key: string): Session {
    const session = this.#sessions.get(key);
    if (!session) throw fail('terminal-unknown', {});
    return session;
  }

  #view(key: string): TerminalView {
    const view = this.#views.items.get(key);
    if (!view) throw fail('terminal-unknown', {});
    return view;
  }
}
