/** A file of the repository, as the house rules see it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One broken rule, ready to print. */
export type Complaint = string;

const MAX_LINES = 400;
const MAX_LINES_SVELTE = 200;
const MAX_LINES_SCRIPT = 60;
const MAX_LINES_PRELOAD = 25;
const MAX_P90 = 220;
const MAX_COMMENTS = 0.18;

const isCode = ({ path }: SourceFile): boolean => /\.(ts|js|mjs|svelte)$/.test(path);
const isTest = ({ path }: SourceFile): boolean => /\.(test|spec)\.ts$|^e2e\//.test(path);

/** Small files are what keeps a newcomer's way short. */
export function checkSizes(files: readonly SourceFile[]): Complaint[] {
  const code = files.filter(isCode);
  const tooLong = code.flatMap((file) => {
    const lines = lineCount(file.text);
    const script = lineCount(/<script[^>]*>\n([\s\S]*?)<\/script>/.exec(file.text)?.[1] ?? '');
    return [
      lines > maxLines(file.path) && `${file.path} has ${lines} lines, ${maxLines(file.path)} are the most`,
      file.path.endsWith('.svelte') &&
        script > MAX_LINES_SCRIPT &&
        `${file.path} has ${script} lines of script; move them to a .svelte.ts beside it`,
    ].filter((complaint) => complaint !== false);
  });
  const p90 = percentile90(code.filter((file) => !isTest(file)).map(({ text }) => lineCount(text)));
  return p90 > MAX_P90 ? [...tooLong, `nine of ten files have up to ${p90} lines, ${MAX_P90} are the most`] : tooLong;
}

function maxLines(path: string): number {
  if (path.startsWith('electron/preload/')) return MAX_LINES_PRELOAD;
  return path.endsWith('.svelte') ? MAX_LINES_SVELTE : MAX_LINES;
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function percentile90(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0;
}

/** A tree that needs more words than this says what, not why. */
export function checkComments(files: readonly SourceFile[]): Complaint[] {
  const lines = files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap(({ text }) => text.split('\n').map((line) => line.trim()))
    .filter((line) => line !== '');
  const share = lines.filter((line) => /^(\/\/|\/\*|\*|<!--)/.test(line)).length / Math.max(1, lines.length);
  return share > MAX_COMMENTS ? [`${Math.round(share * 100)} % of the lines are comments`] : [];
}

const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'the type any', pattern: /(?::|<|\bas|\|)\s*any\b(?!\s+(?!as\b)[a-z])/ },
  { what: 'a lint rule switched off without a reason', pattern: /eslint-disable(?!.*--\s*\S)/ },
  { what: 'a type check switched off', pattern: /@ts-(ignore|nocheck)|@ts-expect-error\s*$/ },
  { what: "a path of somebody's machine", pattern: /(?<![\w./}])\/(?:work|farm|root|home\/[a-z]+|Users\/\w+)\// },
  { what: 'a package registry', pattern: /https?:\/\/(?:registry|npm|proxy)\.[\w.-]+/ },
  { what: 'a TODO without an issue', pattern: /\b(?:TODO|FIXME|XXX)\b(?! \(#\d+\))/ },
  { what: 'a skipped or lonely test', pattern: /\b(?:it|test|describe)\.(?:only|todo|fixme)\b/ },
];

/** What must not stand in any line. `house-rules` itself has to name it all. */
export function checkLines(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter(({ path }) => !/^e2e\/tools\/house-rules|^package-lock\.json$|^LICENSE$/.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          FORBIDDEN.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1} has ${what}`),
        ),
    );
}

/** The texts of one language: every area's file, merged. A text with variants is whatever JSON paraglide takes. */
export type Messages = Readonly<Record<string, unknown>>;

/** Both languages say the same things with the same facts. */
export function checkMessages(en: Messages, ko: Messages): Complaint[] {
  const keys = [...new Set([...Object.keys(en), ...Object.keys(ko)])];
  return keys.flatMap((key) => {
    if (!(key in en)) return [`the message ${key} is missing in English`];
    if (!(key in ko)) return [`the message ${key} is missing in Korean`];
    const [inEnglish, inKorean] = [placeholders(en[key]), placeholders(ko[key])];
    return [
      inEnglish !== inKorean && `the message ${key} names {${inEnglish}} in English and {${inKorean}} in Korean`,
      PARTICLE.test(JSON.stringify(ko[key])) && `the message ${key} has a particle that depends on what it follows`,
    ].filter((complaint) => complaint !== false);
  });
}

/** Korean particles whose form follows the last sound of the word before, which for a placeholder nobody knows. */
const PARTICLE = /\}(?:['"’”)]*)(?:을|를|은|는|이|가|과|와|으로|로)(?=[\s.,"]|$)/;

function placeholders(message: unknown): string {
  const names = [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  return [...new Set(names)].toSorted().join(', ');
}

/** Every failure that can reach a person has its sentence, and the sentence names only facts that the failure has. */
export function checkSentences(
  codes: Readonly<Record<string, { readonly params: readonly string[] }>>,
  messages: Messages,
): Complaint[] {
  return Object.entries(codes).flatMap(([code, { params }]) => {
    const key = `failure_${code.replaceAll('-', '_')}`;
    if (!(key in messages)) return [`the failure ${code} has no sentence (${key})`];
    const named = placeholders(messages[key]).split(', ');
    return named
      .filter((name) => name !== '' && !params.includes(name))
      .map((name) => `the sentence of ${code} names {${name}}, which the failure does not have`);
  });
}

/** A command that no part of the window provides can never be done; by its name, or as `group.${…}`. */
export function checkCommands(ids: readonly string[], files: readonly SourceFile[]): Complaint[] {
  const provided = files
    .filter((file) => file.path.startsWith('renderer/') && isCode(file) && !isTest(file))
    .map(({ text }) => text);
  const names = (id: string): readonly string[] => [`'${id}'`, `\`${id.split('.')[0] ?? ''}.\${`];
  return ids
    .filter((id) => !provided.some((text) => names(id).some((name) => text.includes(name))))
    .map((id) => `the command ${id} is provided by no part of the window`);
}

/** A text that nobody shows is read and translated for nothing. */
export function checkUnused(messages: Messages, files: readonly SourceFile[]): Complaint[] {
  const words = new Set(files.filter(isCode).flatMap(({ text }) => text.match(/\w+/g) ?? []));
  return Object.keys(messages)
    .filter((key) => !words.has(key))
    .map((key) => `the message ${key} is shown nowhere`);
}
