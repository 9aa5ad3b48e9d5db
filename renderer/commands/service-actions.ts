import { defaultPort } from '../../shared/default-port.ts';
import type { ServiceDetail } from '../../shared/model/endpoint.ts';
import { exposureNames } from '../../shared/model/exposure.ts';
import type { ForwardView } from '../../shared/model/forward.ts';
import { serviceKey, type ServiceRow } from '../../shared/model/service.ts';
import type { TerminalSpec } from '../../shared/model/terminal.ts';
import type { Tab } from '../route.ts';
import { logsOfService, podForShell, shellIn } from '../terminal/pod-specs.ts';
import { testOfService } from '../terminal/start/wishes.ts';
import { undoChange } from '../views/exposure/change-calls.ts';
import { exposureNameOf } from '../../shared/progress.ts';
import { startWishOf } from '../views/forwards/start/start-wish.svelte.ts';
import { checkWishOf } from '../views/service/diagnosis/check-wish.svelte.ts';
import { startForward } from '../views/services/start-forward.ts';
import type { Actions, Scope } from './commands.svelte.ts';
import { copyTexts } from './copy-texts.ts';
import { forwardActions } from './forward-actions.ts';
import { copyLink } from './links.ts';
import type { Tools } from './tools.ts';
import { choosing } from './type-keys.ts';

/** What can be done to a Service from anywhere. */
export function serviceScope(tools: Tools, row: ServiceRow): Scope {
  const { app, sheet } = tools;
  const running = app.forwards.values.find(({ spec }) => serviceKey(spec) === serviceKey(row));
  const tab = (to: Tab) => () => goToTab(tools, row, to);
  return {
    subject: row.name,
    actions: {
      'list.open': tab('chart'),
      ...forwarding(tools, row, running),
      'service.exposure': () => openExposure(tools, row),
      'service.diagnosis': tab('diagnosis'),
      'service.checks': () => {
        checkWishOf(app).service = serviceKey(row);
        goToTab(tools, row, 'diagnosis');
      },
      'service.endpoints': tab('endpoints'),
      'service.names': tab('names'),
      'service.yaml': tab('yaml'),
      'service.events': tab('events'),
      'service.nodes': () => {
        const { context, namespace, name } = row;
        tools.router.go({ view: 'nodes', q: '', context, service: { namespace, name } });
      },
      ...testing(tools, row),
      ...(row.type !== 'ExternalName' && terminals(tools, row)),
      ...(row.type !== 'ExternalName' && !row.selector && { 'service.slices': () => sheet.show('slices', row) }),
      ...choosing(
        (to) => {
          sheet.wish = to;
          openExposure(tools, row);
        },
        exposureNames.filter((name) => name !== exposureNameOf(row)),
      ),
      'service.copy': () => sheet.show('copy', row),
      'service.delete': () => sheet.show('delete', row),
      'service.undo': () => undoChange(app, row),
      ...copying(tools, row, running),
    },
  };
}

function forwarding(tools: Tools, row: ServiceRow, running: ForwardView | undefined): Actions {
  const { app } = tools;
  const port = defaultPort(row);
  const { 'forward.service': _, ...ofForward } = running ? forwardActions(tools, running) : {};
  const isIdle = !running || running.state.state === 'failed';
  return {
    ...(isIdle && port && { 'service.forward': () => startForward(app, row, port) }),
    ...(port && { 'service.forwardWith': () => (startWishOf(app).service = row) }),
    ...ofForward,
  };
}

/** The Pods are asked for first: a list doesn't know them. */
function terminals({ app, terminals: panel }: Tools, row: ServiceRow): Actions {
  const open = (specOf: (detail: ServiceDetail) => TerminalSpec | undefined) => (): void => {
    app
      .detailOnce(row)
      .then((detail) => detail && specOf(detail))
      .then(
        (spec) => spec && panel.open(spec),
        () => undefined, // was told by a notice
      );
  };
  return {
    'service.logs': open(logsOfService),
    'service.shell': open((detail) => {
      const pod = podForShell(detail);
      return pod && shellIn(row.context, pod);
    }),
  };
}

function testing({ terminals: panel }: Tools, row: ServiceRow): Actions {
  return {
    'inside.dns': () => (panel.wish = testOfService(row, 'dns')),
    'inside.http': () => (panel.wish = testOfService(row, 'http')),
    'inside.tcp': () => (panel.wish = testOfService(row, 'tcp')),
  };
}

function copying({ app }: Tools, row: ServiceRow, forward: ForwardView | undefined): Actions {
  const { context, namespace, name } = row;
  const texts = copyTexts({ row, cluster: app.contexts.get(context)?.name ?? context, forward });
  return {
    ...Object.fromEntries(texts.map(([id, text]) => [id, () => app.copy(text)])),
    'copy.link': () => copyLink(app, { view: 'service', context, namespace, name, tab: 'chart' }),
  };
}

/** Beside the list, or as the tab of the page that is open. */
function openExposure(tools: Tools, row: ServiceRow): void {
  if (tools.router.route.view === 'services') tools.sheet.open(row);
  else goToTab(tools, row, 'exposure');
}

function goToTab({ router }: Tools, row: ServiceRow, tab: Tab): void {
  const { route } = router;
  const isHere = route.view === 'service' && serviceKey(route) === serviceKey(row);
  const { context, namespace, name } = row;
  router.go(isHere ? { ...route, tab } : { view: 'service', context, namespace, name, tab });
}
