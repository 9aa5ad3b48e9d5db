import { isRecord, type Json } from '../../json.ts';

/**
 * Protobuf, as kubectl's typed clients send it (`create service`, `auth can-i`): the few messages of which it is the
 * only form. Field numbers: generated.proto of k8s.io/api.
 */
type Field =
  | { readonly name: string; readonly type: 'string' | 'int' | 'bool' | 'port' | 'labels'; readonly isList?: boolean }
  | { readonly name: string; readonly type: Message; readonly isList?: boolean };
interface Message {
  readonly [number: number]: Field;
}

const string = (name: string): Field => ({ name, type: 'string' });
const strings = (name: string): Field => ({ name, type: 'string', isList: true });
const int = (name: string): Field => ({ name, type: 'int' });
const labels = (name: string): Field => ({ name, type: 'labels' });

const metadata: Field = {
  name: 'metadata',
  type: {
    1: string('name'),
    2: string('generateName'),
    3: string('namespace'),
    11: labels('labels'),
    12: labels('annotations'),
  },
};

const port: Message = {
  1: string('name'),
  2: string('protocol'),
  3: int('port'),
  4: { name: 'targetPort', type: 'port' },
  5: int('nodePort'),
  6: string('appProtocol'),
};

const serviceSpec: Message = {
  1: { name: 'ports', type: port, isList: true },
  2: labels('selector'),
  3: string('clusterIP'),
  4: string('type'),
  5: strings('externalIPs'),
  7: string('sessionAffinity'),
  8: string('loadBalancerIP'),
  9: strings('loadBalancerSourceRanges'),
  10: string('externalName'),
  11: string('externalTrafficPolicy'),
  12: int('healthCheckNodePort'),
  13: { name: 'publishNotReadyAddresses', type: 'bool' },
  17: string('ipFamilyPolicy'),
  18: strings('clusterIPs'),
  19: strings('ipFamilies'),
  20: { name: 'allocateLoadBalancerNodePorts', type: 'bool' },
  21: string('loadBalancerClass'),
  22: string('internalTrafficPolicy'),
};

const attributes: Message = {
  1: string('namespace'),
  2: string('verb'),
  3: string('group'),
  4: string('version'),
  5: string('resource'),
  6: string('subresource'),
  7: string('name'),
};

const MESSAGES: Readonly<Record<string, Message>> = {
  Service: { 1: metadata, 2: { name: 'spec', type: serviceSpec } },
  Namespace: { 1: metadata },
  SelfSubjectAccessReview: {
    1: metadata,
    2: { name: 'spec', type: { 1: { name: 'resourceAttributes', type: attributes } } },
  },
  SelfSubjectRulesReview: { 1: metadata, 2: { name: 'spec', type: { 1: string('namespace') } } },
};

const MAGIC = Buffer.from('k8s\0');
const ENVELOPE: Message = { 1: { name: 'type', type: { 1: string('apiVersion'), 2: string('kind') } } };
const RAW = 2;

/** The object in `body`; undefined when it is of a kind that only comes as JSON. */
export function decodeProtobuf(body: Buffer): Json | undefined {
  if (!body.subarray(0, 4).equals(MAGIC)) return undefined;
  const { type } = decode(body.subarray(4), ENVELOPE);
  if (!isRecord(type) || typeof type['kind'] !== 'string') return undefined;
  const message = MESSAGES[type['kind']];
  const raw = [...fieldsOf(body.subarray(4))].find(({ number }) => number === RAW)?.value;
  return message && Buffer.isBuffer(raw) ? { ...type, ...decode(raw, message) } : undefined;
}

function decode(bytes: Buffer, message: Message): Json {
  const object: Json = {};
  for (const { number, value } of fieldsOf(bytes)) {
    const field = message[number];
    if (field === undefined) continue;
    const decoded = decodeField(value, field);
    if (field.isList) object[field.name] = [...((object[field.name] as unknown[] | undefined) ?? []), decoded];
    else if (field.type === 'labels')
      object[field.name] = { ...(object[field.name] as object | undefined), ...(decoded as object) };
    else object[field.name] = decoded;
  }
  return object;
}

function decodeField(value: Buffer | number, { type }: Field): unknown {
  if (typeof value === 'number') return type === 'bool' ? value === 1 : value;
  if (typeof type === 'object') return decode(value, type);
  if (type === 'labels') {
    const { key, text } = decode(value, { 1: string('key'), 2: string('text') });
    return typeof key === 'string' ? { [key]: text ?? '' } : {};
  }
  if (type !== 'port') return value.toString('utf8');
  const {
    isText,
    number = 0,
    text,
  } = decode(value, { 1: { name: 'isText', type: 'bool' }, 2: int('number'), 3: string('text') });
  return isText === true ? text : number;
}

function* fieldsOf(bytes: Buffer): Generator<{ number: number; value: Buffer | number }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: varint() };
        break;
      case 2: {
        const length = varint();
        yield { number, value: bytes.subarray(at, at + length) };
        at += length;
        break;
      }
      case 1:
        at += 8;
        break;
      default:
        at += 4;
    }
  }
}
