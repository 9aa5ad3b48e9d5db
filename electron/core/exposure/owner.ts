import type { ExposedService } from './facts.ts';

/** Who will put the Service back as it was, by what name. */
export function ownerOf({
  metadata,
}: {
  readonly metadata: Omit<ExposedService['metadata'], 'namespace'>;
}): string | undefined {
  const { labels = {}, annotations = {}, ownerReferences = [], managedFields = [] } = metadata;
  const controller = ownerReferences.find(({ controller: isController }) => isController === true);
  if (controller) return `${controller.kind}/${controller.name}`;
  const tracking = annotations['argocd.argoproj.io/tracking-id'] ?? labels['argocd.argoproj.io/instance'];
  if (tracking !== undefined) return `Argo CD (${tracking.split(':')[0] ?? ''})`;
  const flux = labels['kustomize.toolkit.fluxcd.io/name'] ?? labels['helm.toolkit.fluxcd.io/name'];
  if (flux !== undefined) return `Flux (${flux})`;
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined) return `Helm (${release})`;
  const managedBy = labels['app.kubernetes.io/managed-by'];
  if (managedBy !== undefined) return managedBy;
  return managedFields
    .map(({ manager = '' }) => manager)
    .find((manager) => /argocd|flux|kustomize-controller|helm/i.test(manager));
}
