import type { ApiJson, PlanStep } from '../../../shared/model/exposure.ts';
import { shell } from '../../../shared/shell.ts';
import { record, text } from '../json.ts';
import type { Surroundings } from './facts.ts';

type KubectlPlace = Pick<Surroundings, 'ref' | 'contextName'>;
interface Namespaced extends Pick<Surroundings, 'contextName'> {
  readonly ref: { readonly namespace: string };
}

/** The slices that kube-proxy leaves alone, as a label selector. */
export function headlessSlices(name: string): string {
  return `kubernetes.io/service-name=${name},service.kubernetes.io/headless`;
}

/** The same in kubectl's words, a line a step. */
export function kubectlOf(place: KubectlPlace, steps: readonly PlanStep[]): readonly string[] {
  const at = kubectlAt(place);
  const { name } = place.ref;
  return steps.map((step) => {
    switch (step.do) {
      case 'patch':
        return at + shell` patch service ${name} --type merge -p ${JSON.stringify(step.body)}`;
      case 'await-slices':
        return `while ${at} get endpointslices -o name${shell` -l ${headlessSlices(name)}`} | grep -q .; do sleep 1; done`;
      case 'delete':
        return at + shell` delete service ${name}`;
      case 'create':
        return `${shell`echo ${JSON.stringify(step.body)}`} | ${at} create -f -`;
    }
  });
}

/** The command that makes an object of whatever kind. */
export function kubectlFor(object: ApiJson, contextName: string | undefined): string {
  const namespace = text(record(object['metadata'])['namespace']);
  const at = kubectlAt({ ref: { namespace }, contextName });
  return `${shell`echo ${JSON.stringify(object)}`} | ${at} create -f -`;
}

/** Whatever the shell's own context is: what was planned for one cluster must not reach another. */
export function kubectlAt({ ref: { namespace }, contextName }: Namespaced): string {
  const context = contextName === undefined ? '' : shell` --context ${contextName}`;
  return `kubectl${context}${shell` -n ${namespace}`}`;
}
