import { gates } from './gate.ts';

const test = 'electron/serve/serve.test.ts';
const gate = 'electron/serve/gate.ts';
const pages = 'electron/serve/pages.ts';
const sockets = 'electron/serve/sockets.ts';

/** What keeps websites, and other users and programs of this computer, from the core behind `portolan serve`. */
export const serveGates = [
  ...gates({ test }, [
    {
      name: 'serve: loopback alone',
      file: 'electron/core/loopback.ts',
      gate: 'const first = await listen(create(), port, address);',
      without: "const first = await listen(create(), port, '0.0.0.0');",
      title: 'it listens on loopback alone',
    },
    {
      name: 'serve: an attach key that is too short is refused',
      file: 'electron/serve/serve.ts',
      gate: 'attachKey !== undefined && attachKey.length < MIN_ATTACH_KEY',
      without: 'attachKey === null',
      title: 'a short one is refused',
    },
  ]),
  ...gates({ file: gate, test }, [
    {
      name: 'key: once',
      gate: 'this.#key = undefined;',
      without: '',
      title: 'the link works once',
    },
    {
      name: 'key: 256 bits',
      gate: 'randomBytes(32)',
      without: 'randomBytes(4)',
      title: 'swaps its key for a cookie',
    },
    {
      name: 'cookie: out of reach of scripts',
      gate: ' HttpOnly;',
      without: '',
      title: 'swaps its key for a cookie',
    },
    {
      name: 'cookie: not sent for other sites',
      gate: '; SameSite=Strict',
      without: '',
      title: 'swaps its key for a cookie',
    },
    {
      name: 'cookie: its value is compared',
      gate: 'same(cookie.slice(this.#cookieName.length + 1), this.#session)',
      without: 'cookie.length > 0',
      title: 'a wrong cookie is refused',
    },
    {
      name: 'WebSocket: Host',
      gate: 'if (!this.knowsHost(request)) return false;',
      without: '',
      title: 'the host evil.example:80 is refused',
    },
    {
      name: 'WebSocket: Origin',
      gate: 'origin === `http://${host}` && ',
      without: '',
      title: 'a page on another port has our cookie',
    },
    {
      name: 'WebSocket: the cookie, for our own page too',
      gate: ' && this.knowsBrowser(request)',
      without: '',
      title: 'a WebSocket without our cookie',
    },
    {
      name: 'WebSocket: the attach key, for what is no page',
      gate: 'return bearer !== undefined && this.#fits(bearer, this.#attachKey);',
      without: 'return bearer !== undefined;',
      title: 'a wrong attach key',
    },
    {
      name: 'WebSocket: no attach key is taken from a page',
      gate: 'if (origin !== undefined) return',
      without: 'if (origin !== undefined && authorization === undefined) return',
      title: 'a wrong attach key, or one sent by a page',
    },
    {
      name: 'WebSocket: nobody attaches where no key was given',
      gate: 'wanted !== undefined && same(key, wanted)',
      without: 'wanted === undefined || same(key, wanted)',
      title: 'nobody attaches to a server without an attach key',
    },
    {
      name: 'guessing: ten wrong keys, then one a second',
      gate: 'if (!this.#tries.left) return false;',
      without: '',
      title: 'wrong keys are looked at ten times',
    },
    {
      name: 'guessing: compares in constant time',
      gate: 'timingSafeEqual(a, b)',
      without: 'a.equals(b)',
      test: 'electron/serve/gate.test.ts',
      title: 'the time to refuse',
    },
    {
      name: 'guessing: compares hashes, all of one length',
      gate: "createHash('sha256').update(text).digest()",
      without: 'Buffer.alloc(64, text)',
      test: 'electron/serve/gate.test.ts',
      title: 'the time to refuse',
    },
  ]),
  ...gates({ file: pages, test }, [
    {
      name: 'pages: the cookie, for every file',
      gate: 'if (!gate.knowsBrowser(request)) return refuse(response, 403, NO_KEY);',
      without: '',
      title: 'is refused without a cookie',
    },
    {
      name: 'pages: a wrong key lets nobody in',
      gate: 'if (cookie === undefined && !gate.knowsBrowser(request)) return refuse(response, 403, NO_KEY);',
      without: '',
      title: 'is refused without a cookie',
    },
    {
      name: 'pages: Host',
      gate: "if (!gate.knowsHost(request)) return refuse(response, 403, 'This server answers to loopback names alone.');",
      without: '',
      title: 'is refused, as DNS may point any name here',
    },
    {
      name: 'pages: reading alone',
      gate: "if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is served.');",
      without: '',
      title: 'anything but reading is refused',
    },
    ...gates({ file: pages, test, title: 'every answer forbids foreign code' }, [
      {
        name: 'headers: Content-Security-Policy',
        gate: "response.setHeader('Content-Security-Policy', contentSecurityPolicy([\"'self'\", `ws://${host}`]));",
        without: '',
      },
      {
        name: 'headers: the page connects to its own server alone',
        gate: '["\'self\'", `ws://${host}`]',
        without: "['*']",
      },
      {
        name: 'headers: Cross-Origin-Opener-Policy',
        gate: "response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');",
        without: '',
      },
      {
        name: 'headers: Cross-Origin-Resource-Policy',
        gate: "response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');",
        without: '',
      },
      {
        name: 'headers: Referrer-Policy',
        gate: "response.setHeader('Referrer-Policy', 'no-referrer');",
        without: '',
      },
      {
        name: 'headers: X-Content-Type-Options',
        gate: "response.setHeader('X-Content-Type-Options', 'nosniff');",
        without: '',
      },
    ]),
  ]),
  ...gates({ file: sockets, test }, [
    {
      name: 'memory: messages of up to 1 MB',
      gate: 'maxPayload: MAX_PAYLOAD',
      without: 'maxPayload: 0',
      title: 'a message larger than any call ends the link',
    },
    {
      name: 'memory: a peer that does not read is cut off',
      gate: 'if (peer.bufferedAmount > MAX_BUFFERED) peer.terminate();',
      without: 'if (peer.bufferedAmount < 0) peer.terminate();',
      title: 'a peer that calls without reading',
    },
    {
      name: 'memory: silent peers are dropped',
      gate: 'while (answered) {',
      without: 'while (true) {',
      title: 'a silent one is dropped',
    },
  ]),
  ...gates({ file: 'electron/cli/serve.ts', test: 'e2e/specs/local-shell.browser.spec.ts' }, [
    {
      name: 'serve: no shell of this computer without --terminal',
      gate: 'localShell: terminal,',
      without: 'localShell: true,',
      title: 'a browser opens none',
    },
  ]),
];
