import { Feeds } from './feeds.ts';
import { os } from './implement.ts';
import type { Parts } from './parts.ts';
import { aboutRoutes } from './routes/about.ts';
import { demoRoutes, settingsRoutes } from './routes/app.ts';
import { contextsRoutes, kubeconfigRoutes } from './routes/clusters.ts';
import { costsRoutes } from './routes/costs.ts';
import { diagnosisRoutes } from './routes/diagnosis.ts';
import { bulkRoutes, exposureRoutes, objectsRoutes, sharingRoutes } from './routes/exposure.ts';
import { forwardsRoutes, localNamesRoutes, profilesRoutes } from './routes/forwards.ts';
import { nodesRoutes } from './routes/nodes.ts';
import { servicesRoutes } from './routes/services.ts';
import { terminalsRoutes } from './routes/terminals.ts';

/** The contract, implemented: each route hands over to the part that does the work. */
export function createRouter(parts: Parts) {
  const feeds = new Feeds(parts.clock);
  return os.router({
    taken: os.taken.handler(({ input }) => {
      feeds.credits.taken(input.id);
    }),
    kubeconfig: kubeconfigRoutes(parts, feeds),
    contexts: contextsRoutes(parts, feeds),
    services: servicesRoutes(parts, feeds),
    diagnosis: diagnosisRoutes(parts, feeds),
    costs: costsRoutes(parts, feeds),
    nodes: nodesRoutes(parts, feeds),
    forwards: forwardsRoutes(parts, feeds),
    profiles: profilesRoutes(parts, feeds),
    localNames: localNamesRoutes(parts, feeds),
    exposure: exposureRoutes(parts, feeds),
    bulk: bulkRoutes(parts),
    sharing: sharingRoutes(parts, feeds),
    objects: objectsRoutes(parts),
    terminals: terminalsRoutes(parts, feeds),
    demo: demoRoutes(parts, feeds),
    settings: settingsRoutes(parts, feeds),
    about: aboutRoutes(parts),
  });
}

export type Router = ReturnType<typeof createRouter>;
