/** True for what happens to a field. */
export function isTyping({ target }: Event): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Ctrl+K, or a slash where nobody is typing. */
export function opensSearch(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (key === "k" && (ctrlKey || metaKey) && !altKey) return true;
  return key === "/" && !ctrlKey && !metaKey && !isTyping(event);
}
