import type { Deviation } from './harness/compare.ts';

/** Where the demo cluster means to answer differently than a real one, and why. */
export const deviations: readonly Deviation[] = [
  {
    at: /columnDefinitions\[\d+\]\.description$/,
    reason: 'kubectl shows no descriptions of columns, and they are 40 kB of text',
  },
  {
    scenario: /^headless: nulls change nothing$/,
    at: /^body\.metadata\.resourceVersion$/,
    reason: 'the demo keeps no managedFields, so that a patch which only changes the owner of a field changes nothing',
  },
  {
    scenario: /^the slices of a Service: ready/,
    at: /^body\[0\]\.annotations$/,
    reason:
      'the demo stamps a slice with the time of any change, a real controller only with that of its pods; metrics read it',
  },
  {
    scenario: /^malformed YAML$/,
    at: /^body\.message$/,
    reason: 'of what is wrong with a YAML text each parser names another thing first',
  },
];

/** The same for what kubectl prints. */
export const kubectlDeviations: readonly Deviation[] = [
  {
    request: /^create deployment/,
    at: /./,
    reason: 'kubectl writes a Deployment in protobuf, of which the demo reads no more than Services and deletions need',
  },
];
