"use client";

import { useEffect, useEffectEvent } from "react";

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) for the case, wherever no field has the focus. */
export function useShortcuts(actions: { onUndo: () => void; onRedo: () => void }): void {
  const act = useEffectEvent((event: KeyboardEvent): void => {
    const target = event.target;
    const inField =
      target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (inField || !(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("[role=dialog],[role=alertdialog]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) actions.onRedo();
    else actions.onUndo();
  });

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => act(event);
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
