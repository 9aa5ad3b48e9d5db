import type { Deviation } from './harness/compare.ts';

/** Where the demo cluster means to answer differently than a real one, and why. */
export const deviations: readonly Deviation[] = [
  {
    at: /columnDefinitions\[\d+\]\.description$/,
    reason: 'kubectl shows no descriptions of columns, and they are 40 kB of text',
  },
];

/** The same for what kubectl prints. */
export const kubectlDeviations: readonly Deviation[] = [];
