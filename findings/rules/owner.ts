import type { Cite, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { type Found, fact, presence, type Rule } from "../rule";
import { capital } from "../say";
import { type Activity, activity, nameOf, type ThreadView, threadViews } from "../thread-views";

/** The thread at the end of the wait chain, as far as it can be followed. */
interface Subject {
  view: ThreadView;
  /** It owns the lock the others wait for. */
  ownsLock: boolean;
}

function ownerThread(found: Found, views: readonly ThreadView[]): number | null {
  const locks = found.all("lock-owner");
  let thread = found.number("lock-owner", "thread");
  const seen = new Set<number>();
  while (thread !== null && !seen.has(thread)) {
    seen.add(thread);
    const owner = thread;
    const view = views.find((candidate) => candidate.thread === owner);
    if (!view || !activity(view, "waits-for-monitor")) return owner;
    const next = locks.find(
      (lock) =>
        Array.isArray(lock.values.waitingThreads) &&
        (lock.values.waitingThreads as number[]).includes(owner) &&
        lock.values.thread !== owner,
    );
    const others = locks.filter((lock) => lock.values.thread !== owner);
    const target = next ?? (others.length === 1 ? others[0] : undefined);
    if (typeof target?.values.thread !== "number") return owner;
    thread = target.values.thread;
  }
  return thread;
}

function findSubject(evidence: EvidenceSet, found: Found): Subject | null {
  const views = threadViews(evidence);
  const owner = ownerThread(found, views);
  if (owner !== null) {
    const osThreadId = found.text("lock-owner", "osThreadId");
    const view =
      views.find((candidate) => candidate.thread === owner) ??
      views.find(
        (candidate) => candidate.thread === null && osThreadId !== null && candidate.osThreadId === osThreadId,
      );
    return view ? { view, ownsLock: true } : null;
  }
  const mutexOwner = found.text("mutex-owner", "osThreadId");
  const byMutex = mutexOwner ? views.find((candidate) => candidate.osThreadId === mutexOwner) : undefined;
  if (byMutex) return { view: byMutex, ownsLock: true };
  // No lock table yet: a lone thread that cleans up or starts the application is the candidate.
  const busy = views.filter((view) =>
    view.activities.some(
      (hit) =>
        hit.signature.track === "clean-up" ||
        hit.signature.track === "compile" ||
        (hit.signature.track === "start-up" &&
          !activity(view, "waits-for-monitor") &&
          !activity(view, "waits-for-compilation-mutex")),
    ),
  );
  return busy.length === 1 && busy[0] ? { view: busy[0], ownsLock: false } : null;
}

function topFrame(view: ThreadView): { name: string; cite: Cite } | null {
  const native = view.native;
  const frame = native?.stack.frames.find(
    (candidate) => !/KiFastSystemCallRet|KiIntSystemCall|SharedUserData/.test(candidate.callSite),
  );
  if (!native || !frame) return null;
  return {
    name: frame.module && frame.symbol ? `${frame.module}!${frame.symbol}` : frame.callSite,
    cite: { file: native.block.file, lines: [frame.line, frame.line] },
  };
}

const FILE_ENTRY =
  /^ntdll!(?:Nt|Zw)(QueryDirectoryFile(?:Ex)?|CreateFile|OpenFile|ReadFile|WriteFile|DeleteFile|Query(?:Full)?AttributesFile|QueryInformationFile|SetInformationFile|FlushBuffersFile|FsControlFile|QueryVolumeInformationFile)/i;

function entryFinding(subject: Subject): Finding[] {
  const top = topFrame(subject.view);
  const match = top ? FILE_ENTRY.exec(top.name) : null;
  if (!top || !match) return [];
  return [
    fact(
      "enters-kernel-for-a-file",
      `The topmost call of ${nameOf(subject.view)} is ${top.name}: the thread has gone into the kernel for a file. Such a call is over in microseconds, so a dump that catches it suggests that something delays it.`,
      [top.cite],
      { thread: subject.view.thread, function: top.name.slice(6), service: match[1] ?? "" },
    ),
  ];
}

interface Facet {
  id: string;
  hit: (view: ThreadView) => Activity | undefined;
  says: (name: string, hit: Activity) => string;
}

const FACETS: readonly Facet[] = [
  {
    id: "cleans-temp-files",
    hit: (view) => view.activities.find(({ signature }) => signature.track === "clean-up"),
    says: (name) => `${name} is removing old files from Temporary ASP.NET Files.`,
  },
  {
    id: "starts-application",
    hit: (view) => view.activities.find(({ signature }) => signature.track === "start-up"),
    says: (name) => `${name} serves the first request after a restart and sets the application up.`,
  },
  {
    id: "lists-folder",
    hit: (view) => view.activities.find(({ signature }) => signature.id === "lists-folder"),
    says: (name) => `${name} is listing a folder.`,
  },
  {
    id: "works-on-a-file",
    hit: (view) =>
      view.activities.find(({ signature }) => signature.track === "file" && signature.id !== "lists-folder"),
    says: (name, hit) => `${name} ${hit.signature.says}.`,
  },
  {
    id: "compiles",
    hit: (view) => view.activities.find(({ signature }) => signature.track === "compile"),
    says: (name) => `${name} waits for the compiler.`,
  },
  {
    id: "waits-for-another-lock",
    hit: (view) => view.activities.find(({ signature }) => signature.track === "monitor"),
    says: (name) => `${name} itself waits for another lock: the chain goes on.`,
  },
  {
    id: "calls-out",
    hit: (view) => (view.activities[0]?.signature.track === "external" ? view.activities[0] : undefined),
    says: (name, hit) => `${name} ${hit.signature.says} (${hit.frame}).`,
  },
  {
    id: "owner-waits-elsewhere",
    hit: (view) =>
      view.activities[0]?.signature.track === "elsewhere" || view.activities[0]?.signature.track === "compilation-mutex"
        ? view.activities[0]
        : undefined,
    says: (name, hit) => `${name} ${hit.signature.says} (${hit.frame}).`,
  },
];

/** What the thread at the end of the chain is doing. */
export const owner: Rule = {
  id: "owner",
  finds: [
    "owner-native-stack",
    "owner-managed-stack",
    "enters-kernel-for-a-file",
    ...FACETS.map((facet) => facet.id),
    "owner-doing-unknown",
  ],
  derive(evidence, found) {
    const subject = findSubject(evidence, found);
    if (!subject) return [];
    const { view, ownsLock } = subject;
    const name = capital(nameOf(view));
    const values = {
      name: nameOf(view),
      thread: view.thread,
      osThreadId: view.osThreadId ?? found.text("lock-owner", "osThreadId"),
      ownsLock,
    };
    const facets = FACETS.flatMap((facet) => {
      const hit = facet.hit(view);
      if (!hit) return [];
      const same = view.activities.filter((other) => other.signature === hit.signature);
      return [
        fact(
          facet.id,
          facet.says(name, hit),
          same.map((other) => other.cite),
          { ...values, frame: hit.frame, what: hit.signature.id, kind: hit.signature.kind ?? null },
        ),
      ];
    });
    const stacks: Finding[] = [];
    if (ownsLock) {
      const blocks = [view.native?.block, view.managed?.block].filter((block) => block !== undefined);
      const cites = blocks.map((block) => ({ file: block.file, lines: block.lines }));
      if (view.native)
        stacks.push(
          presence("owner-native-stack", `The native stack of ${nameOf(view)} was read.`, cites.slice(0, 1), values),
        );
      if (view.managed)
        stacks.push(
          presence("owner-managed-stack", `The managed stack of ${nameOf(view)} was read.`, cites.slice(-1), values),
        );
      // What compiled code waits for, only the managed stack tells.
      if (facets.length === 0 && view.managed) {
        stacks.push(
          fact(
            "owner-doing-unknown",
            `${name} holds the lock, but its stack shows nothing this site knows by name.`,
            cites,
            values,
          ),
        );
      }
    }
    return [...stacks, ...facets, ...entryFinding(subject)];
  },
};
