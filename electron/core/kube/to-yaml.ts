import { stringify } from 'yaml';

/** As kubectl writes it, in YAML 1.1: there `yes` and dates are not texts unless they are quoted. */
export function toYaml(object: object): string {
  return stringify(object, { lineWidth: 0, version: '1.1' });
}
