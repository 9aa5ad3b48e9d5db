import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../core/clock.ts';

/**
 * Who may talk to the core through `serve`'s port, and how others are kept out.
 *
 * The core can do to a cluster whatever the kubeconfig allows: this port is as powerful as a shell. Those who want in:
 *
 * - other computers: `serve` listens on loopback alone;
 * - other users and programs of this computer, who do reach the port: every answer, files included, wants a secret of
 *   256 bits. The browser's comes as a key in the URL that works **once** and is swapped for a cookie, so what stays
 *   in histories and process lists is worth nothing; the desktop app's comes in a header, never in an argument;
 * - a page of another site, which can send requests here blindly: the cookie is SameSite=Strict;
 * - a page of **another port of this computer** (any forward opened in a browser is one): it is same-site, so the
 *   browser does send the cookie. The `Origin` check of the WebSocket refuses it, and no CORS header lets it read;
 * - a name that an attacker's DNS points at 127.0.0.1: the `Host` allow-list;
 * - whoever tries one key after another: after a few wrong ones no key is looked at for a while. That cookies need no
 *   such limit follows from their length, and that they have none lets nobody lock a browser out that is in.
 *
 * Not kept out: programs of the same user, who could read the kubeconfig itself. Two things that *another user* of this
 * computer could try need luck or help: reading the key off the command line by which `npm start` opens the browser,
 * before that uses it (`portolan serve` opens nothing); and, as cookies know no ports, having the browser led to a
 * server of theirs on loopback. The desktop app has neither.
 */
export class Gate {
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;
  readonly #attachKey: string | undefined;
  readonly #tries: Tries;
  readonly #session = secret();
  #key: string | undefined = secret();

  constructor({ port, attachKey, clock }: GateOptions) {
    this.#tries = new Tries(clock);
    const suffix = port === 80 ? '' : `:${port}`;
    this.#hosts = new Set(['127.0.0.1', '[::1]', 'localhost'].map((host) => host + suffix));
    this.#cookieName = `portolan-${port}`;
    this.#attachKey = attachKey;
  }

  /** The key that lets one browser in; undefined once it did. */
  get key(): string | undefined {
    return this.#key;
  }

  /** Whether the request names this server as loopback is named. */
  knowsHost({ headers }: IncomingMessage): boolean {
    return headers.host !== undefined && this.#hosts.has(headers.host);
  }

  /** Swaps the one-time key for the value of a `Set-Cookie` header; undefined for any other key, or the second time. */
  redeem(key: string): string | undefined {
    if (!this.#fits(key, this.#key)) return undefined;
    this.#key = undefined;
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether the request carries our cookie. */
  knowsBrowser({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const ours = cookies.filter((cookie) => cookie.startsWith(`${this.#cookieName}=`));
    return ours.some((cookie) => same(cookie.slice(this.#cookieName.length + 1), this.#session));
  }

  /** Whether a WebSocket may be opened: by our own page in a known browser, or by a desktop app with the attach key. */
  admitsSocket(request: IncomingMessage): boolean {
    const { origin, host, authorization } = request.headers;
    if (!this.knowsHost(request)) return false;
    if (origin !== undefined) return origin === `http://${host}` && this.knowsBrowser(request);
    const bearer = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    return bearer !== undefined && this.#fits(bearer, this.#attachKey);
  }

  #fits(key: string, wanted: string | undefined): boolean {
    if (!this.#tries.left) return false;
    if (wanted !== undefined && same(key, wanted)) return true;
    this.#tries.failed();
    return false;
  }
}

interface GateOptions {
  readonly port: number;
  readonly attachKey?: string | undefined;
  readonly clock: Clock;
}

/** So many wrong keys in a row are mistakes; from then on there is one try in each second. */
const MISTAKES = 10;
const SECOND = 1000;

/** A bucket of tries that fills up again by itself. */
class Tries {
  readonly #clock: Clock;
  /** When the bucket is full again. */
  #full = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get left(): boolean {
    return this.#full - this.#clock.now() <= (MISTAKES - 1) * SECOND;
  }

  failed(): void {
    this.#full = Math.max(this.#full, this.#clock.now()) + SECOND;
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing about where, or whether in length, the two differ. */
function same(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
