import type { ApiJson, PlanStep } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import { record, text } from '../json.ts';

/** The slices that kube-proxy leaves alone, as a label selector. */
export function headlessSlices(name: string): string {
  return `kubernetes.io/service-name=${name},service.kubernetes.io/headless`;
}

/** The same in kubectl's words, a line a step. */
export function kubectlOf({ namespace, name }: ServiceRef, steps: readonly PlanStep[]): readonly string[] {
  const at = `kubectl -n ${namespace}`;
  return steps.map((step) => {
    switch (step.do) {
      case 'patch':
        return `${at} patch service ${name} --type merge -p ${quoted(step.body)}`;
      case 'await-slices':
        return `while ${at} get endpointslices -o name -l ${headlessSlices(name)} | grep -q .; do sleep 1; done`;
      case 'delete':
        return `${at} delete service ${name}`;
      case 'create':
        return `echo ${quoted(step.body)} | ${at} create -f -`;
    }
  });
}

/** The command that makes an object of whatever kind. */
export function kubectlFor(object: ApiJson): string {
  const { namespace } = record(object['metadata']);
  return `echo ${quoted(object)} | kubectl -n ${text(namespace)} create -f -`;
}

function quoted(body: object): string {
  return `'${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`;
}
