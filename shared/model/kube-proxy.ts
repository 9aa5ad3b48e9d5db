/** How the nodes carry a Service's connections, as far as kube-proxy's configuration tells. */
export interface KubeProxy {
  /** `iptables`, `nftables`, `ipvs`, or what else the configuration says. */
  readonly mode: string;
  /** IPVS's scheduler in its own short words (`rr`, `lc`, `mh` …), only where the mode is `ipvs`. */
  readonly scheduler?: string;
}
