/** One list price: what is counted, where it was read and when. */
export interface LoadBalancerPrice {
  readonly what: string;
  /** Per load balancer and hour, or flat per month. */
  readonly perHour?: number;
  readonly perMonth?: number;
  readonly currency: string;
  readonly source: string;
  readonly read: string;
}

/** Without traffic and without what a provider gives for nothing. Whoever is not here has no price that is known. */
export const loadBalancerPrices: Readonly<Record<string, LoadBalancerPrice>> = {
  AWS: { what: 'NLB', perHour: 0.0225, currency: 'USD', source: 'infracost golden files', read: '2026-08-21' },
  'AWS classic': { what: 'CLB', perHour: 0.025, currency: 'USD', source: 'infracost golden files', read: '2026-08-21' },
  GCP: {
    what: 'forwarding rules, the first five together',
    perHour: 0.025,
    currency: 'USD',
    source: 'cloud.google.com/load-balancing/pricing (copy)',
    read: '2026-08-21',
  },
  Azure: {
    what: 'public IP on the cluster’s one load balancer',
    perHour: 0.005,
    currency: 'USD',
    source: 'infracost golden files',
    read: '2026-08-21',
  },
  DigitalOcean: {
    what: 'one node',
    perMonth: 12,
    currency: 'USD',
    source: 'price tables of 2025 and 2026',
    read: '2026-08-21',
  },
  Linode: { what: 'NodeBalancer', perMonth: 10, currency: 'USD', source: 'Linode API sample', read: '2026-08-21' },
  Vultr: { what: 'one node', perMonth: 10, currency: 'USD', source: 'price tables of 2026', read: '2026-08-21' },
  Scaleway: { what: 'LB-S', perHour: 0.014, currency: 'EUR', source: 'opencost@5f65333', read: '2024-10-24' },
  Oracle: {
    what: 'flexible LB, after the first',
    perHour: 0.0113,
    currency: 'USD',
    source: 'opencost@5f65333',
    read: '2024-10-24',
  },
  Alibaba: { what: 'CLB', perHour: 0.007, currency: 'USD', source: 'opencost@5f65333', read: '2024-10-24' },
};
