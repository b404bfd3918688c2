import { isTyping, opensSearch } from "./search-keys";

/** Where a page with such a box takes what is pasted or dropped anywhere on it. */
const TAKES = "textarea";

/** Said by the page once React has taken over. */
const AWAKE = "waitchain:awake";

/** Controls that `start-page.ts` answers, or that have nothing to answer. */
const ANSWERED = "[data-copy], [data-copy-from], [data-skip], [data-text], [name=theme]";
const PRESSED = `button:not(${ANSWERED})`;
const TYPED = `textarea, input:not(${ANSWERED}), select`;

/** Tells that React answers from now on. */
export function tellAwake(): void {
  document.documentElement.dataset.awake = "";
  document.dispatchEvent(new Event(AWAKE));
}

/** Runs the page's own scripts; settles once React has taken over. */
function wake(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onerror = reject;
    document.addEventListener(AWAKE, () => resolve(), { once: true });
    document.head.append(script);
  });
}

/** Hands over what was typed while nobody listened: React looks for a change of what it found. */
function tellTyped(): void {
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TYPED)) {
    const { value } = field;
    if (value === field.defaultValue) continue;
    field.value = field.defaultValue;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** What was pasted or dropped, to keep: the event's own is empty once it is over. */
function kept(transfer: DataTransfer | null): DataTransfer {
  const copy = new DataTransfer();
  const text = transfer?.getData("text/plain") ?? "";
  if (text !== "") copy.setData("text/plain", text);
  for (const file of transfer?.files ?? []) copy.items.add(file);
  return copy;
}

/**
 * A page to read comes without React, until somebody uses what needs it: then its scripts are fetched, and what was
 * done meanwhile is done again. Returns how to wake it without that.
 */
export function wakeOnDemand(address: string): () => Promise<void> {
  let waking: Promise<void> | null = null;
  const asleep = new AbortController();
  const listen = { capture: true, signal: asleep.signal };

  const wakeOnce = (): Promise<void> => {
    waking ??= wake(address).then(
      () => {
        asleep.abort();
        tellTyped();
      },
      () => {
        waking = null;
      },
    );
    return waking;
  };
  const again = (event: Event, repeat: () => void): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void wakeOnce().then(() => asleep.signal.aborted && repeat());
  };

  document.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>(PRESSED);
      if (button) again(event, () => button.click());
    },
    listen,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (opensSearch(event)) again(event, () => document.dispatchEvent(new KeyboardEvent("keydown", event)));
    },
    listen,
  );
  const takes = (event: Event): boolean => !isTyping(event) && document.querySelector(TAKES) !== null;
  document.addEventListener(
    "paste",
    (event) => {
      if (!takes(event)) return;
      const clipboardData = kept(event.clipboardData);
      const init = { clipboardData, bubbles: true, cancelable: true };
      again(event, () => document.body.dispatchEvent(new ClipboardEvent("paste", init)));
    },
    listen,
  );
  document.addEventListener(
    "dragover",
    (event) => {
      if (document.querySelector(TAKES) === null) return;
      event.preventDefault();
      void wakeOnce();
    },
    listen,
  );
  document.addEventListener(
    "drop",
    (event) => {
      const hasFiles = event.dataTransfer?.types.includes("Files") ?? false;
      if (!takes(event) && !(hasFiles && document.querySelector(TAKES))) return;
      const init = { dataTransfer: kept(event.dataTransfer), bubbles: true, cancelable: true };
      again(event, () => document.body.dispatchEvent(new DragEvent("drop", init)));
    },
    listen,
  );
  for (const [type, controls] of [
    ["pointerover", `${PRESSED}, ${TYPED}`],
    ["focusin", TYPED],
  ] as const) {
    document.addEventListener(
      type,
      ({ target }) => {
        if ((target as Element).closest(controls)) void wakeOnce();
      },
      listen,
    );
  }
  return wakeOnce;
}
