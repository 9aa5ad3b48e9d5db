import type { ServiceRow } from '../../../shared/model/service.ts';

/** Where the text of a Service begins that nobody has written yet. */
export const serviceSkeleton = `apiVersion: v1
kind: Service
metadata:
  name: ""
spec:
  selector: {}
  ports:
    - port: 80
`;

/** Where the text of a Service's first EndpointSlice begins: its ports are there, its addresses are to be written. */
export function sliceSkeleton({ name, ports }: Pick<ServiceRow, 'name' | 'ports'>): string {
  const lines = ports.map(({ name: port = '', port: number, targetPort, protocol }) =>
    [
      `  - name: ${JSON.stringify(port)}`,
      `    port: ${typeof targetPort === 'number' ? targetPort : number}`,
      `    protocol: ${protocol}`,
    ].join('\n'),
  );
  return `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: ${name}-1
addressType: IPv4
ports:${lines.length > 0 ? `\n${lines.join('\n')}` : ' []'}
endpoints:
  - addresses: [""]
`;
}
