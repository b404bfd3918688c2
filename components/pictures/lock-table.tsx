"use client";

import { ArrowDown, ArrowUp, RefreshCw } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { HeldLock, LocksHeld } from "@/findings/held-lock";
import { count } from "@/findings/say";
import { ShowLines } from "../evidence/show-lines";
import { Breakable } from "./breakable";
import { BY_WAITERS, type LockOrder, type LockSort, nextSort, sortedLocks } from "./lock-rows";
import { doingWords, lockKindLabel, ownerLabel, shortType } from "./lock-words";
import { pointing } from "./pointing";

const FEW = 20;

function Head({
  by,
  sort,
  onSort,
  right = false,
  children,
}: {
  by: LockOrder;
  sort: LockSort;
  onSort: (sort: LockSort) => void;
  right?: boolean;
  children: ReactNode;
}): ReactNode {
  const sorted = sort.by === by;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : "none"}
      className={`py-1 pr-2 font-medium ${right ? "text-right" : ""}`}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(sort, by))}
        className="inline-flex min-h-6 items-center gap-1 rounded hover:text-ink hover:underline"
      >
        {children}
        <Arrow aria-hidden className={sorted ? "size-3" : "size-3 opacity-0"} />
      </button>
    </th>
  );
}

function waitsForWords({ waitsFor }: HeldLock, locks: readonly HeldLock[]): string | null {
  const names = waitsFor.flatMap((id) => {
    const lock = locks.find((candidate) => candidate.id === id);
    return lock ? [shortType(lock.name)] : [];
  });
  return names.length > 0 ? `waits for ${names.join(" and ")}` : null;
}

function LockRow({ lock, locks }: { lock: HeldLock; locks: readonly HeldLock[] }): ReactNode {
  const { name, address, waiters, waiting, doing, cycle, cites, owners } = lock;
  const chained = waitsForWords(lock, locks);
  const does = owners.length === 0 ? null : doing ? doingWords(doing) : "what it does is not seen";
  return (
    <tr className="border-line border-b align-top text-ink last:border-b-0">
      <th scope="row" className="py-2 pr-3 font-normal">
        <span className="block font-medium [overflow-wrap:anywhere]">
          <Breakable name={shortType(name)} />
        </span>
        <span className="block text-2xs text-soft">{lockKindLabel(lock)}</span>
        {address !== null && address !== name && (
          <span className="block font-mono text-2xs text-soft [overflow-wrap:anywhere]">{address}</span>
        )}
        {cycle !== null && (
          <span className="mt-0.5 flex items-center gap-1 font-semibold text-2xs text-confirmed">
            <RefreshCw aria-hidden className="size-3" />
            in ring {cycle + 1}
          </span>
        )}
        <ShowLines finding={pointing(`the lock ${shortType(name)}`, cites)} short most={2} />
      </th>
      <td className="py-2 pr-3">
        <span className="block [overflow-wrap:anywhere]">{ownerLabel(lock)}</span>
        {does && (
          <span className="block text-2xs text-soft [overflow-wrap:anywhere]" title={doing?.frame ?? undefined}>
            <Breakable name={does} />
          </span>
        )}
        {chained && (
          <span className="block text-2xs text-likely [overflow-wrap:anywhere]">
            <Breakable name={chained} />
          </span>
        )}
        {doing && <ShowLines finding={pointing(`what ${ownerLabel(lock)} does`, [doing.cite])} short most={1} />}
      </td>
      <td className="py-2 text-right tabular-nums">
        {waiters === null ? <span className="text-2xs text-soft">not told</span> : waiters.toLocaleString("en-US")}
        {waiting.length > 0 && waiting.length < (waiters ?? 0) && (
          <span className="block text-2xs text-soft">{waiting.length} known</span>
        )}
      </td>
    </tr>
  );
}

/** Every lock that an output speaks of, sortable, with its lines. */
export function LockTable({ held }: { held: LocksHeld }): ReactNode {
  const title = useId();
  const [sort, setSort] = useState(BY_WAITERS);
  const [all, setAll] = useState(false);
  const rows = sortedLocks(held, sort);
  const shown = all ? rows : rows.slice(0, FEW);
  const contended = held.locks.filter(({ waiters }) => (waiters ?? 0) > 0).length;
  return (
    <section aria-labelledby={title} className="mb-8">
      <h3 id={title} className="panel-title mb-1">
        Locks
      </h3>
      <p className="mb-2 text-soft text-xs">
        {count(held.locks.length, "lock")} known, {contended} of them waited for
        {held.cycles.length > 0 && `, ${count(held.cycles.length, "ring")}: a deadlock`}.
      </p>
      <table className="w-full border-collapse text-left text-xs">
        <caption className="sr-only">Locks with their owners and how many threads wait</caption>
        <thead>
          <tr className="border-line border-b text-soft">
            <Head by="name" sort={sort} onSort={setSort}>
              Lock
            </Head>
            <Head by="owner" sort={sort} onSort={setSort}>
              Owner
            </Head>
            <Head by="waiters" sort={sort} onSort={setSort} right>
              Wait
            </Head>
          </tr>
        </thead>
        <tbody>
          {shown.map((lock) => (
            <LockRow key={lock.id} lock={lock} locks={held.locks} />
          ))}
        </tbody>
      </table>
      {rows.length > FEW && (
        <button type="button" className="link mt-2 min-h-6 text-xs" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${rows.length}`}
        </button>
      )}
    </section>
  );
}
