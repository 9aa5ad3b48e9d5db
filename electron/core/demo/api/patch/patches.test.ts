import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSame } from '../../../json.ts';
import { jsonPatch, PatchMismatch } from './json-patch.ts';
import { mergePatch } from '../../../api-rules/merge-patch.ts';
import { strategicPatch } from './strategic.ts';

const plain = fc.jsonValue({ maxDepth: 3 });

describe('a merge patch', () => {
  test.each([
    [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { c: null }, e: 4 },
      { a: 1, b: { d: 3 }, e: 4 },
    ],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 'x' }, { a: { b: { c: null } } }, { a: { b: {} } }],
    [{ a: 1 }, {}, { a: 1 }],
  ])('of %j with %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));

  test('leaves what it is made of alone', () => {
    const target = { a: { b: 1 } };
    mergePatch(target, { a: { b: 2 } });
    expect(target).toEqual({ a: { b: 1 } });
  });
});

describe('a JSON patch', () => {
  test.each([
    [{ a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: 1 }, [{ op: 'replace', path: '/a', value: 2 }], { a: 2 }],
    [{ a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    [{ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
    [
      { a: { x: 1 } },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'replace', path: '/b/x', value: 2 },
      ],
      { a: { x: 1 }, b: { x: 2 } },
    ],
    [
      { 'a/b': 1, 'c~d': 2 },
      [
        { op: 'test', path: '/a~1b', value: 1 },
        { op: 'remove', path: '/c~0d' },
      ],
      { 'a/b': 1 },
    ],
  ])('turns %j by %j into %j', (target, operations, result) => expect(jsonPatch(target, operations)).toEqual(result));

  test.each([
    [[{ op: 'test', path: '/a', value: 2 }]],
    [[{ op: 'remove', path: '/b' }]],
    [[{ op: 'replace', path: '/b', value: 1 }]],
    [[{ op: 'add', path: '/list/5', value: 1 }]],
    [[{ op: 'add', path: '/list/01', value: 1 }]],
    [[{ op: 'nothing', path: '/a' }]],
    [[{ op: 'remove' }]],
    [['remove']],
  ])('does not fit: %j', (operations) =>
    expect(() => jsonPatch({ a: 1, list: [0] }, operations)).toThrow(PatchMismatch),
  );

  test('that removes what it added changes nothing', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const target = { a: 1 };
        const operations = [
          { op: 'add', path: '/new', value },
          { op: 'remove', path: '/new' },
        ];
        if (value !== null) expect(isSame(jsonPatch(target, operations), target)).toBe(true);
      }),
    );
  });
});

describe('a strategic patch', () => {
  const service = {
    spec: {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
      selector: { app: 'web' },
    },
  };
  const ports = (patch: readonly unknown[], more: object = {}): unknown =>
    (strategicPatch(service, { spec: { ports: patch, ...more } }, 'Service') as typeof service).spec.ports;

  test('changes the port that it names', () => {
    expect(ports([{ port: 81, nodePort: 30_001 }])).toEqual([
      { name: 'a', port: 80 },
      { name: 'b', port: 81, nodePort: 30_001 },
    ]);
  });

  test('puts a new port first', () => {
    expect(ports([{ port: 82 }])).toEqual([{ port: 82 }, { name: 'a', port: 80 }, { name: 'b', port: 81 }]);
  });

  test('deletes one, replaces all, and orders them', () => {
    expect(ports([{ port: 80, $patch: 'delete' }])).toEqual([{ name: 'b', port: 81 }]);
    expect(ports([{ $patch: 'replace' }, { port: 9 }])).toEqual([{ port: 9 }]);
    expect(ports([{ port: 80 }], { '$setElementOrder/ports': [{ port: 81 }, { port: 80 }] })).toEqual([
      { name: 'b', port: 81 },
      { name: 'a', port: 80 },
    ]);
  });

  test('merges maps, and replaces them on demand', () => {
    const patched = (selector: object): unknown => strategicPatch(service, { spec: { selector } }, 'Service');
    expect(patched({ b: '2' })).toMatchObject({ spec: { selector: { app: 'web', b: '2' } } });
    expect(patched({ app: null })).toHaveProperty('spec.selector', {});
    expect(patched({ $patch: 'replace', b: '2' })).toHaveProperty('spec.selector', { b: '2' });
  });

  test('knows containers by name, and their ports by number', () => {
    const pod = { spec: { containers: [{ name: 'main', image: 'a', ports: [{ containerPort: 80 }] }] } };
    const patch = { spec: { containers: [{ name: 'main', ports: [{ containerPort: 80, name: 'http' }] }] } };
    expect(strategicPatch(pod, patch, 'Pod')).toEqual({
      spec: { containers: [{ name: 'main', image: 'a', ports: [{ containerPort: 80, name: 'http' }] }] },
    });
  });

  test('replaces the lists of kinds that have no keys', () => {
    const slice = { ports: [{ port: 1 }], endpoints: [{ addresses: ['10.0.0.1'] }] };
    expect(strategicPatch(slice, { ports: [{ port: 2 }] }, 'EndpointSlice')).toEqual({
      ...slice,
      ports: [{ port: 2 }],
    });
  });

  test('adds finalizers to those that are there, and takes them away', () => {
    const object = { metadata: { finalizers: ['a.b/c'] } };
    expect(strategicPatch(object, { metadata: { finalizers: ['d.e/f'] } }, 'Service')).toEqual({
      metadata: { finalizers: ['d.e/f', 'a.b/c'] },
    });
    expect(
      strategicPatch(object, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.b/c'] } }, 'Service'),
    ).toEqual({ metadata: { finalizers: [] } });
  });

  test('is refused without the key, and with unknown directives', () => {
    expect(() => ports([{ name: 'a' }])).toThrow('map: map[name:a] does not contain declared merge key: port');
    expect(() => ports([{ port: 81, $patch: 'remove' }])).toThrow(
      'unknown patch type: remove in map: map[$patch:remove port:81]',
    );
  });
});
