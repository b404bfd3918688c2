/** What somebody chose in this browser, such as the theme; null when nothing is kept or may be kept. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`waitchain.${key}`);
  } catch {
    return null;
  }
}

/** Keeps a choice; null forgets it. Where the browser keeps nothing the choice lasts as long as the page. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`waitchain.${key}`);
    else localStorage.setItem(`waitchain.${key}`, value);
  } catch {
    // A private window: the page itself still knows.
  }
}
