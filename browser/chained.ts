/** Both, one after the other. */
export function chained(first: (() => void) | null, second: () => void): () => void {
  return () => {
    first?.();
    second();
  };
}
