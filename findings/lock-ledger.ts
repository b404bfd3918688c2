import type { Cite, Hex } from "@/evidence";
import type { HeldLock, LockKind, LockThread } from "./held-lock";
import { type ThreadIdentity, type ThreadName, threadKey } from "./thread-identity";

/** A lock while the outputs that speak of it are put together. */
export class LockEntry {
  detail: string | null = null;
  ownership: HeldLock["ownership"] = "unknown";
  waiters: number | null = null;
  readonly owners: LockThread[] = [];
  readonly waiting: LockThread[] = [];
  readonly cites: Cite[] = [];
  private named = false;
  private readonly known = { owners: new Set<string>(), waiting: new Set<string>(), cites: new Set<string>() };

  constructor(
    readonly id: string,
    readonly kind: LockKind,
    readonly address: Hex | null,
    public name: string,
    private readonly identity: ThreadIdentity,
  ) {}

  /** The first output that names it is believed. */
  call(name: string | null): void {
    if (name === null || name === "" || this.named) return;
    this.name = name;
    this.named = true;
  }

  /** So many wait, says an output. */
  count(waiters: number | null): void {
    if (waiters !== null) this.waiters = Math.max(this.waiters ?? 0, waiters);
  }

  private add(
    list: "owners" | "waiting",
    thread: Partial<ThreadName>,
    level: string | null,
    processId: Hex | null,
  ): void {
    const whole = this.identity.complete(thread);
    const key = threadKey(whole);
    if (key === null || this.known[list].has(key)) return;
    this.known[list].add(key);
    this[list].push({ ...whole, level, processId });
  }

  own(thread: Partial<ThreadName>, level: string | null = null, processId: Hex | null = null): void {
    this.add("owners", thread, level, processId);
    this.ownership = "held";
  }

  wait(thread: Partial<ThreadName>, level: string | null = null): void {
    this.add("waiting", thread, level, null);
  }

  /** Whether the thread owns the lock, or is known to wait for it. */
  has(list: "owners" | "waiting", thread: Partial<ThreadName>): boolean {
    return this.known[list].has(threadKey(this.identity.complete(thread)) ?? "");
  }

  cite(cite: Cite): void {
    const key = JSON.stringify(cite);
    if (this.known.cites.has(key)) return;
    this.known.cites.add(key);
    this.cites.push(cite);
  }
}

/** Every lock that an output speaks of. The same lock under any of its addresses is one entry. */
export class LockLedger {
  readonly entries: LockEntry[] = [];
  private readonly byKey = new Map<string, LockEntry>();

  constructor(readonly identity: ThreadIdentity) {}

  /** The lock behind the first address that is known; a new one when none is. */
  entry(kind: LockKind, addresses: readonly (Hex | null)[], name: string): LockEntry {
    const known = addresses.filter((address) => address !== null);
    // An object's lock moves from its header to the table as soon as somebody waits.
    const kinds: readonly LockKind[] = kind === "thin-lock" ? ["thin-lock", "monitor"] : [kind];
    const found = this.find(kinds, known);
    const first = known[0] ?? null;
    const id = `${kind} ${first ?? `without address ${this.entries.length}`}`;
    const entry = found ?? new LockEntry(id, kind, first, name, this.identity);
    if (!found) this.entries.push(entry);
    for (const address of known) this.byKey.set(`${entry.kind} ${address}`, entry);
    return entry;
  }

  find(kinds: readonly LockKind[], addresses: readonly Hex[]): LockEntry | undefined {
    for (const address of addresses) {
      for (const kind of kinds) {
        const entry = this.byKey.get(`${kind} ${address}`);
        if (entry) return entry;
      }
    }
    return undefined;
  }
}
