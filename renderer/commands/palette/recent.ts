const KEPT = 'portolan.recent';
const MOST = 12;

/** The keys of what was chosen last in the palette, the newest first; kept in this browser. */
export function recentKeys(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberKey(key: string): void {
  const keys = [key, ...recentKeys().filter((other) => other !== key)].slice(0, MOST);
  localStorage.setItem(KEPT, JSON.stringify(keys));
}
