import type { Block, Cite, Finding, NativeFrame } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, presence, type Rule } from "../rule";
import { capital, count } from "../say";
import { activity, type ThreadView, threadViews } from "../thread-views";

/** A critical section, from whichever output names it. */
interface Section {
  address: string | null;
  name: string | null;
  owner: string | null;
  /** Threads that wait, as far as the outputs tell it. */
  waiters: number | null;
  cite: Cite;
}

const LOADER_LOCK = /LdrpLoaderLock/i;
const ENTERS =
  /^(?:RtlpWaitForCriticalSection|RtlpEnterCriticalSectionContended|RtlpWaitOnCriticalSection|RtlEnterCriticalSection)$/;
const DLL_MAIN =
  /^(?:LdrpCallInitRoutine\w*|LdrxCallInitRoutine|_?DllMain\w*|_?_DllMainCRTStartup|dllmain_dispatch|_CorDllMain)$/;

/** LockCount counts waiters as printed beside `WaiterWoken`; the raw form counts from -1 and adds re-entries. */
function waitersOf(lockCount: number | null, woken: boolean | null, recursion: number | null): number | null {
  if (lockCount === null) return null;
  return woken === null ? Math.max(0, lockCount + 1 - (recursion ?? 1)) : lockCount;
}

function sections(evidence: EvidenceSet): Section[] {
  const listed = evidence.of("critical-sections").flatMap(({ report, block }) =>
    report.sections
      .filter(({ locked }) => locked)
      .map((row) => ({
        address: row.address,
        name: row.name,
        owner: row.owningThread,
        waiters: waitersOf(row.lockCount, row.waiterWoken, row.recursionCount),
        cite: cite(block, row.line),
      })),
  );
  const single = evidence.of("critical-section-details").flatMap(({ report, block }) =>
    report.sections
      .filter(({ owningThread, locked, form }) => owningThread !== null && (locked === true || form === "memory"))
      .map((row) => ({
        address: row.address,
        name: row.name,
        owner: row.owningThread,
        waiters: row.form === "memory" ? null : waitersOf(row.lockCount, row.waiterWoken, row.recursionCount),
        cite: cite(block, row.line),
      })),
  );
  const known = new Map<string, Section>();
  for (const section of [...listed, ...single]) {
    const key = section.address ?? section.name ?? JSON.stringify(section.cite);
    const before = known.get(key);
    known.set(
      key,
      before ? { ...before, name: before.name ?? section.name, waiters: before.waiters ?? section.waiters } : section,
    );
  }
  return [...known.values()];
}

/** The frame that enters a critical section; its first argument is the section where arguments are printed. */
function entering(view: ThreadView): { frame: NativeFrame; block: Block; address: string | null } | null {
  if (!view.native) return null;
  const at = view.native.stack.frames.slice(0, 8).findIndex(({ symbol }) => ENTERS.test(symbol ?? ""));
  const frame = view.native.stack.frames[at];
  if (!frame) return null;
  const enter = view.native.stack.frames.slice(at, at + 3).find(({ symbol }) => symbol === "RtlEnterCriticalSection");
  return { frame, block: view.native.block, address: (enter ?? frame).args[0] ?? null };
}

interface Wait {
  view: ThreadView;
  section: Section;
  cite: Cite;
}

/** Which thread waits for which section, where the addresses agree. */
function waits(views: readonly ThreadView[], all: readonly Section[]): Wait[] {
  const byAddress = new Map(all.flatMap((section) => (section.address ? [[section.address, section] as const] : [])));
  return views.flatMap((view) => {
    const enters = entering(view);
    const section = enters?.address ? byAddress.get(enters.address) : undefined;
    return enters && section ? [{ view, section, cite: cite(enters.block, enters.frame.line) }] : [];
  });
}

const nameOf = ({ name, address }: Section): string => name ?? `the critical section at ${address}`;

function cycle(all: readonly Wait[]): Finding[] {
  const byThread = new Map(
    all.flatMap((wait) => (wait.view.osThreadId ? [[wait.view.osThreadId, wait] as const] : [])),
  );
  for (const start of all) {
    const way: Wait[] = [];
    let at: Wait | undefined = start;
    while (at && !way.includes(at)) {
      way.push(at);
      at = at.section.owner === null ? undefined : byThread.get(at.section.owner);
    }
    // A thread may wait for what it owns itself only in damaged text.
    const ring = at ? way.slice(way.indexOf(at)) : [];
    if (ring.length < 2) continue;
    return [
      fact(
        "critical-section-cycle",
        `Deadlock: ${ring.map(({ view, section }) => `thread ${view.osThreadId} waits for ${nameOf(section)}, which thread ${section.owner} owns`).join("; ")}.`,
        ring.flatMap(({ section, cite: line }) => [line, section.cite]),
        { osThreadIds: ring.map(({ view }) => view.osThreadId ?? "") },
      ),
    ];
  }
  return [];
}

/**
 * Where no output tells who waits for which section: with a complete table, and every owner of a section that is waited
 * for waiting to enter one itself, whatever chain is followed comes back to itself.
 */
function closedRing(contended: readonly Section[], views: readonly ThreadView[], complete: boolean): Finding[] {
  if (!complete || contended.length < 2) return [];
  const waits = contended.map(({ owner }) => {
    const view = views.find(({ osThreadId }) => osThreadId !== null && osThreadId === owner);
    return view ? entering(view) : null;
  });
  const cites = waits.flatMap((wait) => (wait ? [cite(wait.block, wait.frame.line)] : []));
  if (cites.length < contended.length) return [];
  const owners = [...new Set(contended.flatMap(({ owner }) => owner ?? []))];
  if (owners.length < 2) return [];
  return [
    fact(
      "critical-section-cycle",
      `Deadlock: each of the ${contended.length} critical sections that are waited for belongs to a thread that itself waits to enter one (threads ${owners.join(", ")}), so none of them is ever left.`,
      [...contended.map((section) => section.cite), ...cites],
      { osThreadIds: owners },
    ),
  ];
}

/** Owners that no stack read so far belongs to. */
function unseenOwners(contended: readonly Section[], views: readonly ThreadView[]): Finding[] {
  const seen = new Set(views.filter(({ native }) => native !== null).map(({ osThreadId }) => osThreadId));
  return contended.flatMap((section) =>
    section.owner === null || section.owner === "0" || seen.has(section.owner)
      ? []
      : [
          presence(
            "section-owner-unseen",
            `No stack of thread ${section.owner}, which owns ${nameOf(section)}, was read.`,
            [section.cite],
            { osThreadId: section.owner },
          ),
        ],
  );
}

function orphaned(evidence: EvidenceSet, section: Section): Finding[] {
  const list = evidence.of("thread-list").find(({ report }) => report.complete);
  if (!list || section.owner === null || section.owner === "0") return [];
  if (list.report.threads.some(({ osThreadId }) => osThreadId === section.owner)) return [];
  return [
    fact(
      "critical-section-orphaned",
      `${capital(nameOf(section))} belongs to thread ${section.owner}, which is not among the ${count(list.report.threads.length, "thread")} of the process any more.`,
      [section.cite, { file: list.block.file, lines: list.block.lines }],
      { address: section.address, name: section.name, osThreadId: section.owner },
    ),
  ];
}

function loaderLock(all: readonly Section[], views: readonly ThreadView[]): Finding[] {
  return all.flatMap((section) => {
    if (!LOADER_LOCK.test(section.name ?? "") || section.owner === null) return [];
    const owner = views.find(({ osThreadId }) => osThreadId === section.owner);
    const values = { osThreadId: section.owner, address: section.address, thread: owner?.thread ?? null };
    const frame = owner?.native?.stack.frames.find(({ symbol }) => DLL_MAIN.test(symbol ?? ""));
    if (!owner?.native || !frame) {
      return [fact("loader-lock-owned", `The loader lock belongs to thread ${section.owner}.`, [section.cite], values)];
    }
    const waitsNow = owner.activities.find(
      ({ signature }) => signature.track !== "file" && signature.track !== "request",
    );
    const cites = [section.cite, cite(owner.native.block, frame.line)];
    return [
      fact(
        waitsNow ? "loader-lock-owner-waits" : "loader-lock-owner-in-dllmain",
        `The loader lock belongs to thread ${section.owner}, which is inside the start-up code of a DLL${waitsNow ? ` and ${waitsNow.signature.says}` : ""}.`,
        waitsNow ? [...cites, waitsNow.cite] : cites,
        values,
      ),
    ];
  });
}

/** Native critical sections and the loader lock: owners, waiters, cycles, and owners that are gone. */
export const criticalSections: Rule = {
  id: "critical-sections",
  finds: [
    "critical-section-owner",
    "critical-section-cycle",
    "critical-section-orphaned",
    "critical-section-owner-runs",
    "critical-section-owners-run",
    "section-owner-unseen",
    "no-critical-section-waited-for",
    "loader-lock-owned",
    "loader-lock-owner-in-dllmain",
    "loader-lock-owner-waits",
  ],
  derive(evidence) {
    const all = sections(evidence);
    const views = threadViews(evidence);
    const contended = all.filter(({ waiters, name }) => (waiters ?? 0) > 0 && !LOADER_LOCK.test(name ?? ""));
    const waiting = waits(views, all);
    const ring = cycle(waiting);
    const findings: Finding[] = contended.map((section) =>
      fact(
        "critical-section-owner",
        `${count(section.waiters ?? 0, "thread waits", "threads wait")} for ${nameOf(section)}, which thread ${section.owner ?? "nobody"} owns.`,
        [section.cite],
        { address: section.address, name: section.name, osThreadId: section.owner, waiters: section.waiters },
      ),
    );
    const table = evidence.of("critical-sections").find(({ report }) => report.complete);
    if (table && contended.length === 0 && waiting.length === 0) {
      findings.push(
        fact("no-critical-section-waited-for", "The list of critical sections is complete and nobody waits for any.", [
          { file: table.block.file, lines: table.block.lines },
        ]),
      );
    }
    for (const section of contended) {
      const owner = views.find(({ osThreadId }) => osThreadId !== null && osThreadId === section.owner);
      if (owner?.native && !entering(owner) && !activity(owner, "waits-for-monitor") && owner.activities.length > 0) {
        const doing = owner.activities[0];
        if (doing) {
          findings.push(
            fact(
              "critical-section-owner-runs",
              `Its owner, thread ${section.owner}, waits for no critical section: it ${doing.signature.says}.`,
              [doing.cite],
              { osThreadId: section.owner, thread: owner.thread, what: doing.signature.id },
            ),
          );
        }
      }
    }
    const running = findings.filter(({ id }) => id === "critical-section-owner-runs");
    if (running.length > 0 && running.length === contended.length) {
      findings.push(
        fact(
          "critical-section-owners-run",
          "The owner of every critical section that threads wait for gets on with its work.",
          running.flatMap(({ cites }) => cites),
        ),
      );
    }
    return [
      ...findings,
      ...(ring.length > 0 ? ring : closedRing(contended, views, table !== undefined)),
      ...unseenOwners(contended, views),
      ...all.filter(({ waiters }) => waiters !== 0).flatMap((section) => orphaned(evidence, section)),
      ...loaderLock(all, views),
    ];
  },
};
