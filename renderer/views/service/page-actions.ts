import { getCommands, type Scope } from '../../commands/commands.svelte.ts';
import { copyLink } from '../../commands/links.ts';
import { podScope } from '../../commands/pod-actions.ts';
import { serviceScope } from '../../commands/service-actions.ts';
import { getTools, type Tools } from '../../commands/tools.ts';
import { tabBeside } from '../../route.ts';
import { podSubject } from './pod-subject.ts';
import type { PageRoute, ServicePage } from './service-page.svelte.ts';

/** Gives a Service's page its commands: its own ways about, those of the Service, and those of the Pod that is selected. */
export function provideForPage(page: ServicePage, route: () => PageRoute): void {
  const [tools, commands] = [getTools(), getCommands()];
  commands.provide(() => ({ actions: moving(page, { tools, route: route() }) }));
  commands.provide(() => ofService(page, { tools, route: route() }));
  commands.provide(() => {
    const subject = page.detail && podSubject(page.detail, page.selected);
    return subject ? podScope(tools, subject) : { actions: {} };
  });
}

interface At {
  readonly tools: Tools;
  readonly route: PageRoute;
}

function moving(page: ServicePage, { tools: { router }, route }: At): Scope['actions'] {
  const go = (step: number) => () => router.go({ ...route, tab: tabBeside(route.tab, step) });
  return {
    'page.next': go(1),
    'page.previous': go(-1),
    ...(route.tab === 'chart' && { 'page.table': () => page.toggleView() }),
    'page.back': () => {
      if (page.selected === undefined) router.back();
      else page.selected = undefined;
    },
  };
}

/** The page knows which of the ports is meant. */
function ofService(page: ServicePage, { tools, route }: At): Scope {
  if (!page.detail || page.state.state === 'gone') return { actions: {} };
  const { subject, actions } = serviceScope(tools, page.detail.service);
  const { 'list.open': _, 'service.forward': _any, ...rest } = actions;
  return {
    ...(subject !== undefined && { subject }),
    actions: {
      ...(page.course?.kind === 'possible' && { 'service.forward': () => page.startForward() }),
      ...rest,
      'copy.link': () => copyLink(tools.app, route),
    },
  };
}
