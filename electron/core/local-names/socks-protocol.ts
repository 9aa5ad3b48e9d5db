/** What a client has said so far: not all yet, something that is no SOCKS5, or a message and what came behind it. */
export type Read<T> =
  | { readonly kind: 'more' }
  | { readonly kind: 'bad'; readonly reply: ReplyCode }
  | { readonly kind: 'read'; readonly message: T; readonly length: number };

export interface Request {
  readonly host: string;
  readonly port: number;
}

/** REP of https://www.rfc-editor.org/rfc/rfc1928#section-6 */
export const replies = {
  succeeded: 0,
  failed: 1,
  'not-allowed': 2,
  'host-unreachable': 4,
  'command-unsupported': 7,
  'address-unsupported': 8,
} as const;
export type ReplyCode = keyof typeof replies;

const VERSION = 5;
const NO_AUTH = 0;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/** No authentication: the port is on loopback, and so is whoever asks. */
export const welcome = Buffer.from([VERSION, NO_AUTH]);
export const unwelcome = Buffer.from([VERSION, 0xff]);

/** The client's first message; `message` says whether it would go without a password. */
export function readGreeting(bytes: Buffer): Read<boolean> {
  const [version, count] = bytes;
  if (version !== undefined && version !== VERSION) return { kind: 'bad', reply: 'failed' };
  if (count === undefined || bytes.length < 2 + count) return { kind: 'more' };
  return { kind: 'read', message: bytes.subarray(2, 2 + count).includes(NO_AUTH), length: 2 + count };
}

/** Where the client wants to go. Only CONNECT is understood. */
export function readRequest(bytes: Buffer): Read<Request> {
  const [version, command, , type, first] = bytes;
  if (version !== undefined && version !== VERSION) return { kind: 'bad', reply: 'failed' };
  if (command !== undefined && command !== CONNECT) return { kind: 'bad', reply: 'command-unsupported' };
  if (type === undefined || first === undefined) return { kind: 'more' };
  const [from, size] = type === NAME ? [5, first] : [4, type === IPV4 ? 4 : 16];
  if (type !== NAME && type !== IPV4 && type !== IPV6) return { kind: 'bad', reply: 'address-unsupported' };
  const length = from + size + 2;
  if (bytes.length < length) return { kind: 'more' };
  const address = bytes.subarray(from, from + size);
  const host = type === NAME ? address.toString('latin1') : type === IPV4 ? address.join('.') : ipv6(address);
  return { kind: 'read', message: { host, port: bytes.readUInt16BE(from + size) }, length };
}

/** The answer to a request; the address that it names is of no use to a client of CONNECT. */
export function reply(code: ReplyCode): Buffer {
  return Buffer.from([VERSION, replies[code], 0, IPV4, 0, 0, 0, 0, 0, 0]);
}

/** In the shape that Kubernetes writes: lower case, the longest run of zeros left out. */
function ipv6(address: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => address.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
