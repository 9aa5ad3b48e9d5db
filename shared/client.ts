import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from './contract.ts';

/** The core, as whoever holds a wire to it sees it. */
export type Client = ContractRouterClient<typeof contract>;
