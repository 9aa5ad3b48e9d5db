import type { Place, Workload } from '../../../shared/model/objects.ts';
import type { App } from '../../live/app.svelte.ts';
import { ObjectDesk, type Question } from './object-desk.svelte.ts';
import { serviceSkeleton } from './skeleton.ts';
import { blank, draftOf, newServiceOf, type NewServiceDraft } from './new-service.ts';

/** A Service that is being written, as a form or as a text, from scratch or for a workload's Pods. */
export class ServiceMaker {
  readonly #app: App;
  readonly desk: ObjectDesk;
  place = $state.raw<Place>({ context: '', namespace: '' });
  mode = $state<'form' | 'text'>('form');
  draft = $state.raw<NewServiceDraft>(blank);
  text = $state('');
  workloads = $state.raw<readonly Workload[]>([]);
  /** The workload that was chosen last, as `Deployment/web`. */
  source = $state('');

  /** Made in a component. */
  constructor(app: App, place: Place) {
    this.#app = app;
    this.place = place;
    this.desk = new ObjectDesk(app, () => this.#question());
    $effect(() => this.#listWorkloads(this.place));
  }

  /** Undefined while nothing was written that could be asked about. */
  #question(): Question | undefined {
    const { place, mode, text, draft } = this;
    if (place.namespace === '') return undefined;
    if (mode === 'text') return text.trim() === '' ? undefined : { ...place, wish: { do: 'create-from-text', text } };
    const service = draft.name.trim() === '' ? undefined : newServiceOf(draft);
    return service && { ...place, wish: { do: 'create', service } };
  }

  put(part: Partial<NewServiceDraft>): void {
    this.draft = { ...this.draft, ...part };
  }

  /** Goes on as a text with what the form comes to, or back to the form as it was. */
  write(mode: 'form' | 'text'): void {
    if (mode === 'text' && this.mode === 'form')
      this.text = (this.desk.isCurrent && this.desk.preview?.plan.yaml) || this.text || serviceSkeleton;
    this.mode = mode;
  }

  /** Fills the form for a workload's Pods. */
  async startFrom(source: string): Promise<void> {
    this.source = source;
    const workload = this.workloads.find(({ kind, name }) => `${kind}/${name}` === source);
    if (!workload) return;
    const place = this.place;
    const proposed = await this.#app.attempt((client) => client.objects.propose({ ...place, workload }));
    if (proposed && this.source === source) this.draft = draftOf(proposed);
  }

  #listWorkloads(place: Place): () => void {
    const closing = new AbortController();
    const { signal } = closing;
    this.workloads = [];
    this.source = '';
    if (place.namespace !== '')
      this.#app
        .call((client) => client.objects.workloads(place, { signal }))
        .then(
          (found) => {
            if (!signal.aborted) this.workloads = found;
          },
          () => undefined, // then there is nothing to choose from
        );
    return () => closing.abort();
  }
}
