import type { Failure } from '../../../shared/failure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import {
  shareNotes,
  type ShareDone,
  type SharePlan,
  type SharePreview,
  type ShareRule,
} from '../../../shared/model/share.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { shareNoteText } from '../../../shared/share-text.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import type { App } from '../../live/app.svelte.ts';
import { Asking } from '../../live/asking.svelte.ts';
import { failureOf } from '../../wire/failure-of.ts';
import { losesForGood, type Consequence } from '../exposure/exposure-words.ts';
import { undoShare } from './undo-share.ts';

/** What a person asked for; the rest is proposed. */
export type ShareDraft = Omit<ShareWish, 'services'>;

/** The desk at which several Services get one entry: the draft, its plan, and what came of it. */
export class ShareDesk {
  readonly context: string;
  readonly #app: App;
  readonly #services: ShareWish['services'];
  readonly asking = new Asking<SharePreview>();
  draft = $state.raw<ShareDraft>({});
  done = $state.raw<ShareDone>();
  refusal = $state.raw<Failure>();
  isApplying = $state(false);

  /** All of one cluster. */
  constructor(app: App, services: readonly ServiceRef[]) {
    this.#app = app;
    this.context = services[0]?.context ?? '';
    this.#services = services.map(({ namespace, name }) => ({ namespace, name }));
    this.again();
  }

  readonly plan: SharePlan | undefined = $derived.by(() => this.asking.answer?.plan);
  /** As typed, before the core has seen them. */
  readonly rules: readonly ShareRule[] = $derived.by(() => this.draft.rules ?? this.plan?.rules ?? []);
  readonly loses: boolean = $derived.by(() => this.plan?.services.some(losesForGood) ?? false);

  get wish(): ShareWish {
    return { services: this.#services, ...this.draft };
  }

  /** A change of one part; `undefined` leaves it to be proposed. */
  change(part: { readonly [K in keyof ShareDraft]?: ShareDraft[K] | undefined }): void {
    const draft = Object.entries({ ...this.draft, ...part }).filter(([, value]) => value !== undefined && value !== '');
    this.draft = Object.fromEntries(draft);
    this.done = undefined;
    this.refusal = undefined;
    this.again();
  }

  changeRule(place: number, part: Partial<ShareRule>): void {
    this.change({ rules: this.rules.map((rule, index) => (index === place ? { ...rule, ...part } : rule)) });
  }

  again(): void {
    const { context, wish } = this;
    this.asking.ask((signal) => this.#app.call((client) => client.sharing.preview({ context, wish }, { signal })));
  }

  async apply(): Promise<void> {
    const { context, plan, wish } = this;
    if (!plan || this.isApplying) return;
    this.isApplying = true;
    this.refusal = undefined;
    try {
      const expected = plan.fingerprint;
      this.done = await this.#app.call((client) => client.sharing.apply({ context, wish, expected }));
      const action = { label: m.sheet_undo(), run: () => this.undo() };
      this.#app.notice = { tone: 'done', text: m.share_done({ name: plan.name }), action };
    } catch (error) {
      this.refusal = failureOf(error);
      this.again();
    }
    this.isApplying = false;
  }

  undo(): void {
    const { plan } = this.done ?? {};
    if (!plan) return;
    const namespace = plan.rules[0]?.namespace ?? '';
    undoShare(this.#app, { context: this.context, namespace, name: plan.name });
    this.done = undefined;
    this.again();
  }
}

/** What stands against a plan, breaks or is worth knowing, the gravest first. */
export function shareConsequences({ notes }: SharePlan): readonly Consequence[] {
  return notes.map((note) => ({ grade: shareNotes[note.code], text: shareNoteText(note) }));
}

export function shareObstacle({ notes }: SharePlan): string | undefined {
  const block = notes.find(({ code }) => shareNotes[code] === 'block');
  return block && shareNoteText(block);
}
