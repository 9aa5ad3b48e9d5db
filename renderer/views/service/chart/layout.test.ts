import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServicePort, ServiceRow } from '../../../../shared/model/service.ts';
import { endpointView, forwardView, manyEndpoints, podView, serviceDetail, serviceRow } from '../testing/samples.ts';
import { courseOf, courseWidth } from './course.ts';
import { bottom, overlaps, right, type Box } from './geometry.ts';
import { layoutChart, type ChartLayout } from './layout.ts';
import { routeOf } from './route.ts';

const http = serviceRow().ports[0];

function chart(
  endpoints: Parameters<typeof serviceDetail>[0],
  {
    width = 1096,
    service = {},
    shares = new Map<string, number>(),
    forward = false,
    pods = 0,
    open = new Set<string>(),
    port = http,
  } = {},
): ChartLayout {
  const podsWithoutEndpoint = Array.from({ length: pods }, (_, index) =>
    podView(`ghost-${index}`, { phase: 'Pending' }),
  );
  const detail = serviceDetail(endpoints, service, { podsWithoutEndpoint });
  const running = forward ? { forward: forwardView(), shares } : undefined;
  return layoutChart(routeOf(detail, port), { width, open, course: courseOf(detail, port, running) });
}

/** Every box that stands on its own; none may cover another. */
function boxesOf({ approaches, you, station, field }: ChartLayout): readonly Box[] {
  const outside = [...approaches.flatMap(({ box }) => box ?? []), you.box, station.box];
  switch (field.kind) {
    case 'lanes':
      return [
        ...outside,
        ...(field.socket ? [field.socket] : []),
        ...field.lanes.flatMap(({ address, pod }) => [...(address ? [address] : []), pod]),
        ...field.nodes.map(({ box }) => box),
      ];
    case 'nodes':
      return [...outside, ...(field.pullOut ? [field.pullOut.box] : []), ...field.groups.map(({ box }) => box)];
    case 'zones':
      return [...outside, ...(field.pullOut ? [field.pullOut.box] : []), ...field.boxes.map(({ box }) => box)];
    case 'outside':
    case 'unknown':
      return [...outside, field.box];
  }
}

describe('layoutChart', () => {
  it.each([
    [0, 'lanes'],
    [1, 'lanes'],
    [12, 'lanes'],
    [13, 'nodes'],
    [60, 'nodes'],
    [61, 'zones'],
    [500, 'zones'],
    [501, 'zones'],
  ])('draws %i endpoints by %s', (count, kind) => {
    expect(chart(manyEndpoints(count)).field.kind).toBe(kind);
  });

  it.each([
    [500, 500],
    [600, 120],
  ])('draws %i endpoints as about %i glyphs', (count, glyphs) => {
    const { field } = chart(manyEndpoints(count, 12));
    expect(field.kind === 'zones' && field.glyphs.length).toBe(glyphs);
  });

  it('draws an empty socket for no endpoint, and ghosts beyond it', () => {
    const { field, breaks } = chart([], { pods: 3 });
    expect(field).toMatchObject({ kind: 'lanes', lanes: [{}, {}, {}] });
    expect(field.kind === 'lanes' && field.socket).toBeDefined();
    expect(breaks.map((it) => it.break.why)).toEqual(['pods-without-endpoint']);
  });

  it('keeps the wide plan at 1280 and folds at 900', () => {
    const at1280 = chart(manyEndpoints(3));
    expect(at1280.columns).toMatchObject({
      folded: false,
      service: { x: 312, width: 150 },
      zone: { x: 1022, width: 58 },
    });
    const at900 = chart(manyEndpoints(3), { width: 852 });
    expect(at900.columns).toMatchObject({ folded: true, service: { x: 206, width: 146 }, pod: { x: 602, width: 234 } });
  });

  it('levels the port with the line from the Pods that leads to it', () => {
    const { approaches, station } = chart(manyEndpoints(8));
    expect(station.portY).toBe(approaches.at(-1)?.y);
  });

  it('parts a node’s box when a lane of another node stands between', () => {
    const on = (name: string, node: string) => endpointView(name, { node });
    const { field } = chart([on('a', 'n1'), on('b', 'n1'), on('c', 'n2')]);
    expect(field.kind === 'lanes' && field.nodes.map(({ node, total }) => [node, total])).toEqual([
      ['n1', 2],
      ['n2', 1],
    ]);
  });

  it('opens a node in place, with room for all its lanes', () => {
    const endpoints = manyEndpoints(40);
    const closed = chart(endpoints);
    const opened = chart(endpoints, { open: new Set(['worker-a1']) });
    expect(opened.height).toBeGreaterThan(closed.height);
  });

  it('dashes every line beyond a break', () => {
    const { lines } = chart([endpointView('a', { ready: false, serving: false })]);
    const beyond = lines.filter(({ key }) => key.startsWith('fan/endpoint') || key.startsWith('lane/'));
    expect(beyond.length).toBe(2);
    expect(beyond.every(({ dashed }) => dashed)).toBe(true);
  });

  it('draws one’s own course to every endpoint that takes connections, and to no other', () => {
    const endpoints = [endpointView('a'), endpointView('b'), endpointView('c', { ready: false, serving: false })];
    const { lines } = chart(endpoints, {
      forward: true,
      shares: new Map([
        ['endpoint-a', 0.75],
        ['endpoint-b', 0.25],
      ]),
    });
    const course = lines.filter(({ key }) => key.startsWith('course/endpoint'));
    expect(course.map(({ key, width }) => [key, width])).toEqual([
      ['course/endpoint-a', 3.8],
      ['course/endpoint-b', 1.3],
    ]);
  });

  it('covers nothing with anything, for any number of anything at any width', () => {
    const services = fc.constantFrom<Partial<ServiceRow>>(
      {},
      { type: 'LoadBalancer', externalAddresses: ['lb.example'] },
      { type: 'LoadBalancer', pending: true, externalAddresses: ['192.0.2.1'] },
      { type: 'ExternalName', externalName: 'api.example' },
      { clusterIPs: ['10.96.4.2', 'fd00::2'], selector: { a: '1', b: '2', c: '3', d: '4' } },
    );
    fc.assert(
      fc.property(
        fc.record({
          count: fc.nat(700),
          nodes: fc.integer({ min: 1, max: 40 }),
          pods: fc.nat(4),
          nodePort: fc.boolean(),
          service: services,
        }),
        fc.integer({ min: 600, max: 1900 }),
        fc.boolean(),
        ({ count, nodes, pods, service, nodePort }, width, forward) => {
          const port: ServicePort = {
            name: 'http',
            protocol: 'TCP',
            port: 80,
            targetPort: 8080,
            ...(nodePort && { nodePort: 31443 }),
          };
          const drawn = chart(manyEndpoints(count, nodes), { width, service, forward, pods, port });
          const boxes = boxesOf(drawn);
          boxes.forEach((box, index) => {
            expect(box.x).toBeGreaterThanOrEqual(0);
            expect(right(box)).toBeLessThanOrEqual(drawn.width);
            expect(bottom(box)).toBeLessThanOrEqual(drawn.height);
            for (const other of boxes.slice(index + 1))
              expect(overlaps(box, other), JSON.stringify([box, other])).toBe(false);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('draws few enough things for 1,200 nodes, however many endpoints there are', () => {
    for (const count of [12, 60, 500, 5_000]) {
      const drawn = chart(manyEndpoints(count, 60), { forward: true });
      const glyphs = drawn.field.kind === 'nodes' ? count : 0;
      const names = drawn.field.kind === 'zones' ? drawn.field.boxes.flatMap(({ nodes }) => nodes).length : 0;
      expect(boxesOf(drawn).length * 8 + drawn.lines.length + glyphs * 2 + names).toBeLessThan(1_000);
    }
  });
});

it('draws a share’s line 1 to 5 px wide, 2.5 for an equal one', () => {
  expect(courseWidth(1 / 6, 6)).toBe(2.5);
  expect(courseWidth(0, 6)).toBe(1);
  expect(courseWidth(0.9, 6)).toBe(5);
});
