/** What resolv.conf of a Pod says unless its `dnsConfig` says otherwise: names with fewer dots are tried with the search list first. */
const NDOTS = 5;

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** One way to write a Service's name, as seen from a Pod. */
export interface NameForm {
  readonly form: 'short' | 'namespaced' | 'service' | 'full' | 'absolute';
  readonly text: string;
  /** The full name that it comes to mean from there. */
  readonly means: string;
  readonly works: boolean;
  /** What is asked of the DNS until it answers, in turn; each of them twice, for IPv4 and IPv6. */
  readonly asked: readonly string[];
}

/** Where the resolver of a Pod looks for a name that is not full. */
export function searchList(namespace: string, domain: string): readonly string[] {
  return [`${namespace}.svc.${domain}`, `svc.${domain}`, domain];
}

/** All ways to write the name of a Service, and which of them lead to it from a Pod of `from`. */
export function nameForms({ namespace, name }: Place, domain: string, from: string): readonly NameForm[] {
  const full = `${name}.${namespace}.svc.${domain}`;
  const form = (kind: NameForm['form'], text: string): NameForm => {
    const asked = questions(text, { domain, from, answers: full });
    const works = asked.at(-1) === full;
    return { form: kind, text, works, asked, means: works ? full : `${text}.${from}.svc.${domain}` };
  };
  return [
    form('short', name),
    form('namespaced', `${name}.${namespace}`),
    form('service', `${name}.${namespace}.svc`),
    form('full', full),
    form('absolute', `${full}.`),
  ];
}

function questions(
  text: string,
  { domain, from, answers }: { readonly domain: string; readonly from: string; readonly answers: string },
): readonly string[] {
  if (text.endsWith('.')) return [text.slice(0, -1)];
  const searched = searchList(from, domain).map((suffix) => `${text}.${suffix}`);
  const dots = text.split('.').length - 1;
  const all = dots >= NDOTS ? [text, ...searched] : [...searched, text];
  const hit = all.indexOf(answers);
  return hit === -1 ? all : all.slice(0, hit + 1);
}
