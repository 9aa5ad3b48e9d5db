const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;

const only = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const labelPattern = only(LABEL);
const subdomainPattern = only(SUBDOMAIN);
const qualifiedPattern = only(QUALIFIED);
const labelValuePattern = only(LABEL_VALUE);

/** Checks one word and tells, in the API server's sentences, what is wrong with it. */
export type WordRule = (word: string) => readonly string[];

const tooLong = (word: string, most: number, unit = 'characters'): string[] =>
  word.length > most ? [`must be no more than ${most} ${unit}`] : [];

export const dnsLabel: WordRule = (word) => {
  const errors = tooLong(word, 63);
  if (labelPattern.test(word)) return errors;
  if (subdomainPattern.test(word)) return [...errors, 'must not contain dots'];
  return [
    ...errors,
    `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with ` +
      `an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`,
  ];
};

export const dnsSubdomain: WordRule = (word) => {
  const errors = tooLong(word, 253);
  if (subdomainPattern.test(word)) return errors;
  return [
    ...errors,
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and ` +
      `end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
  ];
};

/** `name` or `prefix/name`: keys of labels and annotations, finalizers, classes. */
export const qualifiedName: WordRule = (word) => {
  const parts = word.split('/');
  const name = parts.at(-1) ?? '';
  const shape =
    `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ` +
    `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${QUALIFIED}')`;
  if (parts.length > 2)
    return [`a qualified name ${shape} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const errors: string[] = [];
  if (parts.length === 2) {
    const [prefix = ''] = parts;
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...dnsSubdomain(prefix).map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  errors.push(...tooLong(name, 63, 'bytes').map((error) => `name part ${error}`));
  if (!qualifiedPattern.test(name)) errors.push(`name part ${shape}`);
  return errors;
};

export const labelValue: WordRule = (word) => {
  const errors = tooLong(word, 63, 'bytes');
  if (labelValuePattern.test(word)) return errors;
  return [
    ...errors,
    `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and ` +
      `end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${LABEL_VALUE}')`,
  ];
};

export const portName: WordRule = (word) => [
  ...tooLong(word, 15),
  ...(/^[-a-z0-9]+$/.test(word) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(word) ? [] : ['must contain at least one letter (a-z)']),
  ...(word.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(/^-|-$/.test(word) ? ['must not begin or end with a hyphen'] : []),
];
