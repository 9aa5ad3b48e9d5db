type Labels = Readonly<Record<string, string>>;

/** Whether a Service's selector takes in a Pod with these labels. No selector takes in nothing. */
export function selects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  const pairs = Object.entries(selector ?? {});
  return pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value);
}
