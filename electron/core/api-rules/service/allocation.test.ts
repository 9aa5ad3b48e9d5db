import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../demo/testing/demo-sandbox.ts';
import { Allocations, type AllocationOptions } from './allocation.ts';
import type { ServiceSpec } from './service.ts';

function take(allocations: Allocations, spec: ServiceSpec, options: Partial<AllocationOptions> = {}): ServiceSpec {
  allocations.take({ name: 'web', spec, old: undefined, dryRun: false, ...options }).commit();
  return spec;
}

const few = { nodePorts: { from: 30_000, to: 30_001 } };
const nodePort = (...ports: number[]): ServiceSpec => ({
  type: 'NodePort',
  ports: ports.map((port) => ({ port, protocol: 'TCP' })),
});

describe('node ports', () => {
  test('run out, and come back when a Service is gone', () => {
    const allocations = new Allocations(seededRandom(1), few);
    const first = take(allocations, nodePort(80, 81));
    expect(() => take(allocations, nodePort(80))).toThrow(
      'Internal error occurred: failed to allocate a nodePort: range is full',
    );
    allocations.release(first);
    expect(take(allocations, nodePort(80)).ports?.[0]?.nodePort).toBeOneOf([30_000, 30_001]);
  });

  test('are given back when the rest of the request fails', () => {
    const allocations = new Allocations(seededRandom(1), few);
    expect(() => take(allocations, nodePort(80, 81, 82))).toThrow('range is full');
    expect(() => take(allocations, nodePort(80, 81))).not.toThrow();
  });

  test('are freed by a change only when it is kept', () => {
    const allocations = new Allocations(seededRandom(1), few);
    const old = take(allocations, nodePort(80, 81));
    const change = allocations.take({ name: 'web', spec: { type: 'ClusterIP', ports: [] }, old, dryRun: false });
    expect(() => take(allocations, nodePort(80))).toThrow('range is full');
    change.commit();
    expect(() => take(allocations, nodePort(80))).not.toThrow();
  });

  test('are shared by TCP and UDP of one port', () => {
    const spec = take(new Allocations(seededRandom(2)), {
      type: 'NodePort',
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    });
    expect(spec.ports?.[0]?.nodePort).toBe(spec.ports?.[1]?.nodePort);
  });

  test('leave the low band to those who ask by number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
        const port = take(new Allocations(() => chance), nodePort(80)).ports?.[0]?.nodePort ?? 0;
        expect(port).toBeGreaterThanOrEqual(30_086);
        expect(port).toBeLessThanOrEqual(32_767);
      }),
    );
  });

  test('of a dry run are placeholders that nobody holds', () => {
    const allocations = new Allocations(seededRandom(1), few);
    const spec = { ...nodePort(80, 81), type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    take(allocations, spec, { dryRun: true });
    expect(spec).toMatchObject({
      clusterIP: '10.96.0.0',
      healthCheckNodePort: 32_771,
      ports: [{ nodePort: 32_769 }, { nodePort: 32_770 }],
    });
    expect(() => take(allocations, nodePort(80, 81))).not.toThrow();
  });

  test('go unchecked in a dry run', () => {
    const spec = { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 80 }] };
    expect(() => take(new Allocations(seededRandom(1)), spec, { dryRun: true })).not.toThrow();
  });
});

describe('addresses', () => {
  test('are never given out twice, nor node ports', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.constantFrom('ClusterIP', 'NodePort', 'gone'), { maxLength: 60 }),
        (seed, steps) => {
          const allocations = new Allocations(seededRandom(seed), { nodePorts: { from: 30_000, to: 30_100 } });
          const living: ServiceSpec[] = [];
          for (const step of steps) {
            const last = step === 'gone' ? living.shift() : undefined;
            if (last) allocations.release(last);
            else
              living.push(
                take(allocations, {
                  type: step === 'NodePort' ? 'NodePort' : 'ClusterIP',
                  ports: [{ port: 80 }],
                  ipFamilies: ['IPv4'],
                }),
              );
          }
          const ips = living.map(({ clusterIP }) => clusterIP);
          const ports = living.flatMap((spec) => spec.ports?.[0]?.nodePort ?? []);
          expect(new Set(ips).size).toBe(ips.length);
          expect(new Set(ports).size).toBe(ports.length);
        },
      ),
    );
  });

  test('stay free of a name that is missing', () => {
    const spec = { type: 'ClusterIP', ports: [{ port: 80 }] };
    expect(() => take(new Allocations(() => 0), spec, { name: '' })).toThrow(
      'Service "" is invalid: spec.clusterIPs: Invalid value: [""]: failed to allocate IP: IPAddress.networking.k8s.io "10.96.1.1" is invalid: spec.parentRef.name: Required value',
    );
  });
});
