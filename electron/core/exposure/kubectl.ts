import type { PlanStep } from '../../../shared/model/exposure.ts';
import type { Surroundings } from './facts.ts';

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

type KubectlPlace = Pick<Surroundings, 'ref' | 'contextName'>;

/** Whatever the shell's own context is: what was planned for one cluster must not reach another. */
export function kubectlAt({ ref: { namespace }, contextName }: KubectlPlace): string {
  const context = contextName === undefined ? '' : ` --context ${word(contextName)}`;
  return `kubectl${context} -n ${namespace}`;
}

/** An object for a shell. */
export function quoted(body: object): string {
  return inQuotes(JSON.stringify(body));
}

const word = (text: string): string => (/^[\w./:@=,+-]+$/.test(text) ? text : inQuotes(text));
const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
