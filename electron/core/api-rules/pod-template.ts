import { dropEmpty, isRecord, list, record, text, type Json } from '../json.ts';

/** Fills the defaults of a pod's spec, standing alone or in a template. */
export function podSpecDefaults(spec: Json): void {
  for (const container of list(spec['containers'])) if (isRecord(container)) containerDefaults(container);
  for (const container of list(spec['initContainers'])) if (isRecord(container)) containerDefaults(container);
  spec['restartPolicy'] ??= 'Always';
  spec['terminationGracePeriodSeconds'] ??= 30;
  spec['dnsPolicy'] ??= 'ClusterFirst';
  spec['securityContext'] ??= {};
  spec['schedulerName'] ??= 'default-scheduler';
}

export function templateDefaults(spec: Json): void {
  const template = (spec['template'] ??= {});
  if (!isRecord(template)) return;
  template['metadata'] ??= {};
  const podSpec = (template['spec'] ??= {});
  if (isRecord(podSpec)) podSpecDefaults(podSpec);
}

function containerDefaults(container: Json): void {
  for (const port of list(container['ports'])) if (isRecord(port)) port['protocol'] ??= 'TCP';
  container['resources'] ??= {};
  container['terminationMessagePath'] ??= '/dev/termination-log';
  container['terminationMessagePolicy'] ??= 'File';
  container['imagePullPolicy'] ??= pullPolicy(text(container['image']));
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name];
    if (isRecord(probe)) probeDefaults(probe);
  }
  dropEmpty(container, 'ports', 'env');
}

function probeDefaults(probe: Json): void {
  const get = probe['httpGet'];
  if (isRecord(get)) {
    get['path'] ??= '/';
    get['scheme'] ??= 'HTTP';
  }
  probe['timeoutSeconds'] ??= 1;
  probe['periodSeconds'] ??= 10;
  probe['successThreshold'] ??= 1;
  probe['failureThreshold'] ??= 3;
}

/** What can't be told apart from the newest image is pulled each time. */
function pullPolicy(image: string): string {
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  const isPinned = image.includes('@') || (tag !== undefined && tag !== 'latest');
  return isPinned ? 'IfNotPresent' : 'Always';
}

export function labelsMatch(labels: unknown, selector: unknown): boolean {
  const wanted = Object.entries(record(record(selector)['matchLabels']));
  return wanted.every(([key, value]) => record(labels)[key] === value);
}
