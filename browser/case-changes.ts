/** Something that happened to a stored case. */
export type CaseChange =
  | { type: "saved"; id: string; title: string /** Entries in the log now. */; entries: number }
  | { type: "deleted"; id: string };

export type CaseListener = (change: CaseChange) => void;

/** Tells this page and the other tabs which cases changed. */
export class CaseChanges {
  private readonly listeners = new Set<CaseListener>();
  private readonly channel: BroadcastChannel | null;

  constructor(name: string) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`${name}-cases`);
    if (this.channel) this.channel.onmessage = (event: MessageEvent<CaseChange>) => this.hear(event.data);
  }

  tell(change: CaseChange): void {
    this.hear(change);
    this.channel?.postMessage(change);
  }

  subscribe(listener: CaseListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.listeners.clear();
    this.channel?.close();
  }

  private hear(change: CaseChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
