import type { ForwardView } from '../../shared/model/forward.ts';
import { m } from '../../shared/paraglide/messages.js';
import { localOf, urlOf } from '../views/forwards/forward-words.ts';
import { stopForward } from '../views/forwards/stop-forward.ts';
import type { Actions } from './commands.svelte.ts';
import type { Tools } from './tools.ts';

/** What can be done to a forward from anywhere. */
export function forwardActions({ app, router }: Pick<Tools, 'app' | 'router'>, forward: ForwardView): Actions {
  const { key, spec, state } = forward;
  const url = urlOf(forward);
  const pause = (paused: boolean) => () => app.act((client) => client.forwards.change({ key, paused }));
  return {
    ...(url !== undefined && state.state !== 'failed' && { 'forward.open': () => openUrl(url) }),
    'forward.show': () => router.go({ view: 'forwards', key }),
    'forward.service': () => {
      const { context, namespace, name, port } = spec;
      router.go({ view: 'service', context, namespace, name, tab: 'chart', port });
    },
    ...(state.state === 'paused' && { 'forward.resume': pause(false) }),
    ...((state.state === 'listening' || state.state === 'holding') && { 'forward.pause': pause(true) }),
    'forward.stop': () => stop({ app }, forward),
    'copy.url': () => app.copy(url ?? localOf(forward)),
  };
}

/** Stops it, and offers to start it again. */
function stop({ app }: Pick<Tools, 'app'>, forward: ForwardView): void {
  stopForward(app, forward, (spec) => {
    const run = (): void => {
      app.notice = undefined;
      app.act((client) => client.forwards.start(spec));
    };
    app.notice = {
      tone: 'done',
      text: m.forwards_stopped({ local: localOf(forward) }),
      action: { label: m.forwards_start_again(), run },
    };
  });
}

/** A page of its own, which learns nothing of this one. */
export function openUrl(url: string): void {
  window.open(url, '_blank', 'noreferrer');
}
