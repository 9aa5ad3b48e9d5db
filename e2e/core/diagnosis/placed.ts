import type { Obj } from '../../../electron/core/diagnosis/objects.ts';
import type { Fixture } from '../../../electron/core/diagnosis/testing/fixtures.ts';
import type { KubeObject } from '../../cluster/objects.ts';
import { acceptable } from './acceptable.ts';

/** The one that fixtures use; theirs begin at 30000 here, of which the server gives none away by itself. */
const NODE_PORT = '30080';

/** A fixture in namespaces of its own, so that many of them fit into one cluster. */
export interface Placed {
  readonly fixture: Fixture;
  readonly namespace: string;
  /** Its two namespaces, and what is in them. */
  readonly objects: readonly KubeObject[];
  /** What it has of the things that a cluster has once: Nodes, API groups, what is in kube-system. */
  readonly shared: readonly KubeObject[];
  /** The fixture's words in the place that it has here. */
  readonly own: (text: string) => string;
}

export interface Place {
  /** Of the namespaces: a number follows. */
  readonly prefix: string;
  /** When the fixture's noon is, in ms of the epoch. */
  readonly now: number;
}

/** Places each fixture with those of its objects that `objectsOf` gives. */
export function placeAll(
  fixtures: readonly Fixture[],
  objectsOf: (fixture: Fixture) => readonly Obj[],
  { prefix, now }: Place,
): readonly Placed[] {
  const withNodePort = fixtures.filter((fixture) => JSON.stringify(fixture).includes(NODE_PORT));
  return fixtures.map((fixture, index) => {
    const namespace = `${prefix}-${index}`;
    const own = (text: string): string =>
      text
        .replaceAll(/\bshop\b/g, namespace)
        .replaceAll('192.0.2.80', `192.0.2.${index + 1}`)
        .replaceAll(NODE_PORT, String(30_000 + withNodePort.indexOf(fixture)));
    const placed = objectsOf(fixture)
      .filter(({ kind }) => kind !== 'Namespace')
      .map((object) => acceptable(object, { own, now }));
    return {
      fixture,
      namespace,
      own,
      objects: [...[namespace, `${namespace}-dev`].map(namespaceOf), ...placed.filter((one) => !isShared(one))],
      shared: placed.filter(isShared),
    };
  });
}

function namespaceOf(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function isShared({ metadata: { namespace } }: KubeObject): boolean {
  return namespace === undefined || namespace === 'kube-system';
}

interface Answer {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string; readonly proof: readonly unknown[] }[];
}

/** What the answer says other than the fixture expects. */
export function mistakes({ fixture, own }: Placed, answer: Answer | undefined): readonly string[] {
  const [first] = answer?.findings ?? [];
  const proof = JSON.stringify(first?.proof ?? '');
  const missing = (fixture.names ?? []).map(own).filter((name) => !proof.includes(name));
  if (first?.code === fixture.code && answer?.verdict === fixture.verdict && missing.length === 0) return [];
  const [said, expected] = [
    [first?.code, answer?.verdict],
    [fixture.code, fixture.verdict, ...missing],
  ].map((words) => words.join(' '));
  return [`${fixture.name}: ${said}, expected ${expected}`];
}
