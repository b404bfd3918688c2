/** Shows the part of a larger picture that matters, whose middle stands in `data-focus`, unless it was moved already. */
export function showFocus(box: HTMLElement): void {
  const [x = 0, y = 0] = (box.dataset.focus ?? "").split(" ").map(Number);
  if (box.scrollLeft > 0 || box.scrollTop > 0) return;
  box.scrollTo({ left: x - box.clientWidth / 2, top: y - box.clientHeight / 2, behavior: "instant" });
}

export function showEachFocus(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-focus]")) showFocus(box);
}
