import { fixTitle } from '../../../shared/diagnosis-text.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Fix, FixPreview, Patch } from '../../../shared/model/diagnosis.ts';
import type { App } from '../../live/app.svelte.ts';
import { failureOf } from '../../wire/failure-of.ts';

/** Which fix of which Service's finding is on the desk. */
interface Chosen {
  readonly key: string;
  readonly context: string;
  readonly title: string;
  readonly patch: Patch;
}

interface Applied {
  readonly context: string;
  readonly title: string;
  readonly undo: Patch;
  readonly resourceVersion: string;
}

/** One fix at a time: chosen, previewed by the server, applied, and taken back. */
export class FixDesk {
  readonly #app: App;
  chosen = $state.raw<Chosen>();
  preview = $state.raw<FixPreview>();
  failure = $state.raw<Failure>();
  busy = $state(false);
  applied = $state.raw<Applied>();
  undone = $state.raw<string>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Shows what a fix would do; chosen again it is put away. */
  choose(key: string, context: string, fix: Fix): void {
    if (!fix.patch) return;
    if (this.isChosen(key, fix)) return this.close();
    this.chosen = { key, context, title: fixTitle(fix), patch: fix.patch };
    this.#ask().catch(() => undefined); // it tells by itself
  }

  isChosen(key: string, { patch }: Fix): boolean {
    // The diagnosis may have been made anew meanwhile, with the same fix in it.
    return this.chosen?.key === key && JSON.stringify(this.chosen.patch) === JSON.stringify(patch);
  }

  close(): void {
    this.chosen = undefined;
    this.preview = undefined;
    this.failure = undefined;
  }

  async apply(): Promise<void> {
    const { chosen, preview } = this;
    if (!chosen || !preview) return;
    const { context, patch, title } = chosen;
    const { resourceVersion } = preview;
    await this.#try(async () => {
      const done = await this.#app.call(({ diagnosis }) => diagnosis.applyFix({ context, patch, resourceVersion }));
      this.applied = { context, title, ...done };
      this.undone = undefined;
      this.close();
    });
    // What was previewed is not what there is: look again, and say so.
    if (this.failure?.code === 'fix-outdated') await this.#ask(this.failure);
  }

  async undo(): Promise<void> {
    const { applied } = this;
    if (!applied) return;
    const { context, undo: patch, resourceVersion, title } = applied;
    const undone = await this.#app.attempt(async ({ diagnosis }) => {
      await diagnosis.undoFix({ context, patch, resourceVersion });
      return true;
    });
    if (!undone) return;
    this.applied = undefined;
    this.undone = title;
  }

  async #ask(before?: Failure): Promise<void> {
    const { chosen } = this;
    if (!chosen) return;
    const { context, patch } = chosen;
    this.preview = undefined;
    await this.#try(async () => {
      const preview = await this.#app.call(({ diagnosis }) => diagnosis.previewFix({ context, patch }));
      if (this.chosen === chosen) this.preview = preview;
    });
    this.failure ??= before;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.failure = undefined;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.busy = false;
    }
  }
}
