/** Tells this page and the other tabs what has changed. */
export class Changes<C> {
  private readonly listeners = new Set<(change: C) => void>();
  private readonly channel: BroadcastChannel | null;

  constructor(name: string) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
    if (this.channel) this.channel.onmessage = (event: MessageEvent<C>) => this.hear(event.data);
  }

  tell(change: C): void {
    this.hear(change);
    this.channel?.postMessage(change);
  }

  subscribe(listener: (change: C) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.listeners.clear();
    this.channel?.close();
  }

  private hear(change: C): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
