import type { BalanceName, PolicyName } from '../../../shared/model/balance.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';

/** With more endpoints than this, taking turns says little about who is busy. */
const MANY = 20;

/** The policy that a wish means for a Service with so many endpoints. */
export function policyFor(
  wish: BalanceName = 'automatic',
  { sessionAffinity }: Pick<ServiceRow, 'sessionAffinity'>,
  endpoints: number,
): PolicyName {
  if (wish !== 'automatic') return wish;
  if (sessionAffinity.type === 'ClientIP') return 'sticky';
  return endpoints > MANY ? 'two-choices' : 'round-robin';
}
