/** The class of load balancers that the demo cluster has a provider for. */
export const LOAD_BALANCER_CLASS = 'demo.portolan.dev/load-balancer';
