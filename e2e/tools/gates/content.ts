import { gates } from './gate.ts';

const plain = 'electron/core/kube/plain-text.ts';
const redact = 'electron/core/kube/redact.ts';
const mask = 'electron/core/kube/mask.ts';
const sent = 'electron/core/kube/secrets-sent.ts';
const hostile = 'e2e/specs/hostile-cluster.spec.ts';
const credentials = 'e2e/specs/credentials.spec.ts';

/** What keeps a cluster's words mere words, and credentials from whoever looks on. */
export const contentGates = [
  ...gates({ file: plain, test: 'electron/core/kube/plain-text.test.ts' }, [
    { name: 'plain: escape sequences', gate: '\\u000b-\\u001f', without: '', title: 'hides' },
    { name: 'plain: eight-bit controls', gate: '\\u007f-\\u009f', without: '', title: 'hides' },
    { name: 'plain: bidi overrides', gate: '\\u202a-\\u202e', without: '', title: 'hides' },
    { name: 'plain: bidi isolates', gate: '\\u2066-\\u2069', without: '', title: 'hides' },
    {
      name: 'plain: texts of a megabyte',
      gate: 'plain.length > LONGEST',
      without: 'plain.length < 0',
      title: 'a text that nobody could read is cut',
    },
    {
      name: 'plain: __proto__ is left out',
      gate: '.filter(([key]) => key !== PROTOTYPE)',
      without: '',
      title: 'what would become the prototype',
    },
    {
      name: 'plain: __proto__ is looked for',
      gate: 'key !== PROTOTYPE && ',
      without: '',
      title: 'what would become the prototype',
    },
    {
      name: 'plain: keys, too',
      gate: '[clean(key), cleaned',
      without: '[key, cleaned',
      title: 'gets out of texts and keys',
    },
  ]),
  ...gates({ test: hostile, title: 'nothing that a cluster says' }, [
    {
      name: 'page: text is only text',
      file: 'renderer/views/service/events/EventsTab.svelte',
      gate: '{event.message}',
      without: '{@html event.message}',
    },
    {
      name: 'arrival: what a watch brings',
      file: 'electron/core/kube/watch.ts',
      gate: 'plainJson(project(object), shortPlainText)',
      without: 'project(object)',
    },
    {
      name: 'rim: what the page is told',
      file: 'electron/core/api/implement.ts',
      gate: 'output: plainJson(result.output)',
      without: 'output: result.output',
    },
  ]),
  ...gates(
    {
      test: 'electron/core/terminal/log-text.test.ts',
      file: 'electron/core/terminal/log-text.ts',
      title: 'the cursor stays|no line is written over',
    },
    [
      { name: 'logs: colours alone', gate: "COLOUR.test(sequence) ? sequence : ''", without: 'sequence' },
      { name: 'logs: no other controls', gate: "(character === ESCAPE ? character : '·')", without: 'character' },
    ],
  ),
  ...gates({ test: 'electron/core/terminal/logs.test.ts', title: 'a line of a log' }, [
    {
      name: 'logs: each line',
      file: 'electron/core/terminal/logs.ts',
      gate: '`${prefix}${safeLine(line)}\\r\\n`',
      without: '`${prefix}${line}\\r\\n`',
    },
  ]),
  ...gates({ test: 'electron/cli/exit.test.ts', title: 'what went wrong is one sentence' }, [
    {
      name: 'command line: its errors',
      file: 'electron/cli/exit.ts',
      gate: 'plainText(sentence(toFailure(error)))',
      without: 'sentence(toFailure(error))',
    },
  ]),
  ...gates({ file: 'shared/shell.ts', test: 'shared/shell.test.ts', title: 'is one word' }, [
    { name: 'shell: quotes', gate: '/^[\\w@%+=:,./-]+$/.test(text)', without: 'text.length > 0' },
    { name: 'shell: quotes of quotes', gate: ".replaceAll(\"'\", String.raw`'\\''`)", without: '' },
  ]),
  ...gates({ file: mask, test: 'electron/core/kube/mask.test.ts' }, [
    {
      name: 'mask: Secrets',
      gate: 'if (isSecret &&',
      without: 'if (!isSecret &&',
      title: "hides a Secret's",
    },
    {
      name: 'mask: by name',
      gate: 'if (isSecretName(name)) return HIDDEN;',
      without: '',
      title: 'hides an annotation named like one',
    },
    {
      name: 'mask: variables',
      gate: "key === 'value' && typeof parent['name'] === 'string' ? parent['name'] : key",
      without: 'key',
      title: 'hides a variable of what was applied',
    },
    { name: 'mask: quotes', gate: 'maskedQuote(value) ?? ', without: '', title: 'hides a Secret that was applied' },
    { name: 'mask: in sentences', gate: 'hideNamed(value)', without: 'value', title: 'hides words that name one' },
  ]),
  ...gates({ test: 'electron/core/exposure/exposures.test.ts', title: 'the YAML of a preview' }, [
    {
      name: 'mask: the YAML before and after a change',
      file: 'electron/core/exposure/exposures.ts',
      gate: 'toYaml(masked({ ...object }))',
      without: 'toYaml({ ...object })',
    },
  ]),
  ...gates({ test: credentials, title: 'passwords that annotations quote are hidden' }, [
    {
      name: 'mask: the YAML of a Service',
      file: 'electron/core/services/yaml.ts',
      gate: 'toYaml(masked({ ...object, metadata }))',
      without: 'toYaml({ ...object, metadata })',
    },
  ]),
  ...gates({ file: sent, test: 'electron/core/kube/secrets-sent.test.ts', title: 'knows' }, [
    { name: 'sent back: what was sent', gate: '[value, password,', without: '[password,' },
    { name: 'sent back: passwords', gate: '[value, password,', without: '[value,' },
    { name: 'sent back: refresh tokens', gate: "form.get('refresh_token') ?? '',", without: '' },
    { name: 'sent back: client secrets', gate: ", form.get('client_secret') ?? ''", without: '' },
  ]),
  ...gates({ test: credentials, title: 'no credential reaches the page' }, [
    {
      name: 'refusals: without what was sent',
      file: 'electron/core/kube/http.ts',
      gate: 'without(call.secrets, plainText(words))',
      without: 'plainText(words)',
    },
    {
      name: 'plugins: redacted',
      file: 'electron/core/kube/exec-plugin.ts',
      gate: "firstLines(stderr) || '-'",
      without: "stderr || '-'",
    },
    {
      name: 'addresses: without user and query',
      file: 'electron/core/kube/server-url.ts',
      gate: "return url ? `${url.protocol}//${url.host}${url.pathname.replace(/\\/+$/, '')}` : '';",
      without: 'return address;',
    },
  ]),
  ...gates({ file: redact, test: 'electron/core/kube/redact.test.ts', title: 'hides the secret' }, [
    {
      name: 'redact: sign-in headers',
      gate: '.replaceAll(/\\b(bearer|basic)(\\s+)[^\\s"\',;]+/gi, `$1$2${HIDDEN}`)',
      without: '',
    },
    {
      name: 'redact: long words',
      gate: '.replaceAll(/[\\w+=~-]{32,}/g, (word) => (/\\d/.test(word) && /[a-z]/i.test(word) ? HIDDEN : word))',
      without: '',
    },
    { name: 'redact: JSON Web Tokens', gate: '.replaceAll(/\\beyJ[\\w-]+(\\.[\\w-]*)*/g, HIDDEN)', without: '' },
    { name: 'redact: users of addresses', gate: '.replaceAll(/(:\\/\\/)[^\\s/@]+@/g, `$1${HIDDEN}@`)', without: '' },
    { name: 'redact: by name', gate: '.replaceAll(NAMED_SECRET, `$1${HIDDEN}`)', without: '' },
  ]),
  ...gates(
    { file: 'electron/core/log/log.ts', test: 'electron/core/log/log.test.ts', title: 'none of the credentials' },
    [
      { name: 'log: redacted', gate: 'redact(text.slice(0, MAX_LINE))', without: 'text.slice(0, MAX_LINE)' },
      { name: 'log: for its owner only', gate: 'mode: 0o600', without: 'mode: 0o644' },
    ],
  ),
  ...gates({ file: 'electron/core/terminal/shell/shell-folder.ts', test: 'e2e/specs/local-shell.spec.ts' }, [
    {
      name: 'shells: a kubeconfig for its owner only',
      gate: 'mode: 0o600',
      without: 'mode: 0o644',
      title: 'a shell of this computer has a kubeconfig of its own',
    },
  ]),
  ...gates({ file: 'electron/packaging/npm-manifest.ts', test: 'e2e/packages/npm.test.ts' }, [
    {
      name: 'npm: nothing runs when it is installed',
      gate: "bin: { portolan: 'portolan.js' },",
      without: "bin: { portolan: 'portolan.js' }, scripts: { postinstall: 'true' },",
      title: 'it brings no other package',
    },
  ]),
];
