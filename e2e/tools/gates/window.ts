import { gates } from './gate.ts';

const policy = 'shared/content-security-policy.ts';
const security = 'electron/main/security.ts';
const attach = 'electron/main/core-entry.ts';
const desktop = 'e2e/specs/boundary.desktop.spec.ts';
const installed = 'electron/packaging/desktop-config.ts';

/** What keeps code that got into the page, and whoever gets at the installed app, from more than a page may. */
export const windowGates = [
  ...gates({ file: 'electron/main/window.ts', test: desktop, title: 'the window is sandboxed' }, [
    { name: 'window: sandbox', gate: 'sandbox: true', without: 'sandbox: false' },
    { name: 'window: context isolation', gate: 'contextIsolation: true', without: 'contextIsolation: false' },
    { name: 'window: no Node', gate: 'nodeIntegration: false', without: 'nodeIntegration: true' },
  ]),
  ...gates({ file: security, test: desktop }, [
    {
      name: 'window: requests to its own files alone',
      gate: 'cancel: !isPageUrl(url) && !isDevtools(url)',
      without: 'cancel: false',
      title: 'no window of the app loads anything but its own files',
    },
    {
      name: 'permissions: asked for',
      gate: 'respond(permission === CLIPBOARD)',
      without: 'respond(permission !== undefined)',
      title: 'permissions are denied',
    },
    {
      name: 'permissions: looked up',
      gate: '(_, permission) => permission === CLIPBOARD',
      without: '(_, permission) => permission !== undefined',
      title: 'permissions are denied',
    },
    ...gates({ file: security, test: desktop, title: 'takes the window elsewhere' }, [
      {
        name: 'window: no navigation',
        gate: "contents.on('will-navigate', (event) => event.preventDefault());",
        without: '',
      },
      {
        name: 'window: no redirect',
        gate: "contents.on('will-redirect', (event) => event.preventDefault());",
        without: '',
      },
      {
        name: 'window: nothing embedded',
        gate: "contents.on('will-attach-webview', (event) => event.preventDefault());",
        without: '',
      },
    ]),
    {
      name: 'window: opens no windows',
      gate: "{ action: 'deny' }",
      without: "{ action: 'allow' }",
      title: 'the page can neither navigate away nor open windows',
    },
    {
      name: 'links: http(s) alone is handed to the system',
      gate: 'if (isWebUrl(url)) shell.openExternal',
      without: 'shell.openExternal',
      title: 'the page can neither navigate away nor open windows',
    },
  ]),
  ...gates({ file: 'electron/main/origin.ts', test: 'electron/main/origin.test.ts' }, [
    {
      name: 'links: what is a web address',
      gate: '/^https?:$/',
      without: '/:$/',
      title: 'may be opened outside',
    },
    {
      name: 'window: what is our page',
      gate: 'url.startsWith(PAGE_URL)',
      without: "url.startsWith('app://portolan')",
      title: 'is the page',
    },
    {
      name: 'ipc: a frame within the page is not the page',
      gate: '!frame.parent && ',
      without: '',
      title: 'may ask main',
    },
  ]),
  ...gates({ file: 'electron/main/ipc.ts', test: desktop }, [
    {
      name: 'ipc: another window gets nothing',
      gate: 'return ports && isOurs ?',
      without: 'return isOurs ?',
      title: 'another window gets no port',
    },
    {
      name: 'ipc: another page in our window gets nothing',
      gate: 'return ports && isOurs ?',
      without: 'return ports && senderFrame ?',
      title: 'another window gets no port',
    },
    {
      name: 'ipc: a document gets one port',
      gate: "if (this.#document) throw new Error('This document has asked for its port already.');",
      without: '',
      title: 'a second ask for the port is refused',
    },
  ]),
  ...gates({ file: policy, test: 'e2e/specs/boundary.spec.ts' }, [
    {
      name: 'policy: no inline script',
      gate: `'script-src': "'self'"`,
      without: `'script-src': "'self' 'unsafe-inline'"`,
      title: 'inline script does not run',
    },
    {
      name: 'policy: no script from elsewhere',
      gate: `'script-src': "'self'"`,
      without: `'script-src': '*'`,
      title: 'the page reaches no other server',
    },
    {
      name: 'policy: no picture from elsewhere',
      gate: `'img-src': "'self' data:"`,
      without: `'img-src': '*'`,
      title: 'the page reaches no other server',
    },
    {
      name: 'policy: no connection elsewhere',
      gate: "connect.length > 0 ? connect.join(' ') : \"'none'\"",
      without: "'*'",
      title: 'the page reaches no other server',
    },
  ]),
  ...gates({ file: policy, test: 'electron/serve/serve.test.ts', title: 'every answer forbids foreign code' }, [
    { name: 'policy: what is not named', gate: `'default-src': "'none'"`, without: `'default-src': '*'` },
    { name: 'policy: no other base', gate: `'base-uri': "'none'"`, without: `'base-uri': '*'` },
    { name: 'policy: no form', gate: `'form-action': "'none'"`, without: `'form-action': '*'` },
    { name: 'policy: in no frame', gate: `'frame-ancestors': "'none'"`, without: `'frame-ancestors': '*'` },
  ]),
  ...gates({ file: 'electron/main/page-files.ts', test: 'electron/main/page-files.test.ts' }, [
    {
      name: 'page files: the policy',
      gate: "'Content-Security-Policy': contentSecurityPolicy([]),",
      without: '',
      title: 'the page may connect to nothing',
    },
    {
      name: 'page files: no connection at all',
      gate: 'contentSecurityPolicy([])',
      without: "contentSecurityPolicy(['*'])",
      title: 'the page may connect to nothing',
    },
    {
      name: 'page files: no guessed types',
      gate: "'X-Content-Type-Options': 'nosniff',",
      without: '',
      title: 'answered with their types',
    },
    {
      name: 'page files: no path out of the folder',
      gate: "files.get(pathname === '/' ? '/index.html' : pathname)",
      without: 'join(root, decodeURIComponent(pathname))',
      title: 'is not found',
    },
  ]),
  ...gates({ file: attach, test: 'electron/main/core-entry.test.ts', title: 'is refused, as the key' }, [
    { name: 'attach: its address', gate: 'if (!safe) throw', without: 'if (address === undefined) throw' },
    { name: 'attach: ws:// on this computer alone', gate: '&& LOOPBACK.test(url.hostname)', without: '' },
    { name: 'attach: what this computer is called', gate: '|\\[::1\\])$/', without: '|\\[::1\\])/' },
  ]),
  ...gates({ test: 'e2e/specs/attach.desktop.spec.ts', title: 'the key to the server' }, [
    {
      name: 'attach: the key goes in a header',
      file: 'electron/attach/index.ts',
      gate: 'headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },',
      without: 'headers: {},',
    },
  ]),
  ...gates({ file: 'electron/main/deep-link.ts', test: 'electron/main/deep-link.test.ts' }, [
    {
      name: 'deep links: no characters that an address has not',
      gate: 'if (!ADDRESS.test(address)) return undefined;',
      without: '',
      title: 'leads nowhere',
    },
    { name: 'deep links: not too long', gate: 'link.length > LONGEST || ', without: '', title: 'leads nowhere' },
    {
      name: 'deep links: our own scheme',
      gate: '|| !link.toLowerCase().startsWith(prefix)',
      without: '',
      title: 'leads nowhere',
    },
  ]),
  ...gates(
    { file: installed, test: 'electron/packaging/desktop-config.test.ts', title: 'no fuse is left as it came' },
    [
      { name: 'fuse: not Node', gate: 'runAsNode: false', without: 'runAsNode: true' },
      {
        name: 'fuse: no NODE_OPTIONS',
        gate: 'enableNodeOptionsEnvironmentVariable: false',
        without: 'enableNodeOptionsEnvironmentVariable: true',
      },
      {
        name: 'fuse: no inspector',
        gate: 'enableNodeCliInspectArguments: false',
        without: 'enableNodeCliInspectArguments: true',
      },
      { name: 'fuse: cookies', gate: 'enableCookieEncryption: true', without: 'enableCookieEncryption: false' },
      {
        name: 'fuse: the archive is checked',
        gate: 'enableEmbeddedAsarIntegrityValidation: true',
        without: 'enableEmbeddedAsarIntegrityValidation: false',
      },
      { name: 'fuse: its archive alone', gate: 'onlyLoadAppFromAsar: true', without: 'onlyLoadAppFromAsar: false' },
      { name: 'no update check', gate: 'publish: []', without: "publish: ['github']" },
    ],
  ),
];
