import { expect, test } from "vitest";
import { runWith } from "../support/triage";

/** A thread of a web process that has stood still for two minutes, with these frames, innermost first. */
function stuckIn(...frames: readonly string[]): string {
  const rows = frames.map((frame, at) => {
    const sp = (0x2a10 + 0x50 * at).toString(16);
    return `fffff90e\`6b1c${sp} fffff801\`2a0c1d47     ${frame}`;
  });
  return `3: kd> !thread ffffa50f6c2d1080
THREAD ffffa50f6c2d1080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (Executive) KernelMode Non-Alertable
    ffffa50f6b1f2608  SynchronizationEvent
Not impersonating
Owning Process            ffffa50f6b7d9080       Image:         w3wp.exe
Wait Start TickCount      812345         Ticks: 7680 (0:00:02:00.000)
Context Switch Count      1904           IdealProcessor: 3
Priority 9 BasePriority 8 PriorityDecrement 0 IoPriority 2 PagePriority 5
Child-SP          RetAddr               Call Site
${rows.join("\n")}
`;
}

const found = (text: string): string[] => runWith(text).findings.map(({ id }) => id);
const WAIT = ["nt!KiSwapContext+0x76", "nt!KiSwapThread+0x17d", "nt!KeWaitForSingleObject+0x377"];
const READ = ["Ntfs!NtfsCommonRead+0x3c0", "Ntfs!NtfsFsdRead+0x1e8", "FLTMGR!FltpDispatch+0xb9", "nt!NtReadFile+0x8a8"];

test("a file system that waits for its own transfer, or for a page to come in, waits for the disk", () => {
  expect(found(stuckIn(...WAIT, "Ntfs!NtfsNonCachedIo+0x4e7", ...READ))).toContain("slow-disk-wait");
  expect(found(stuckIn(...WAIT, "nt!MiWaitForInPageComplete+0x9a", "nt!MmAccessFault+0x5c", ...READ))).toContain(
    "slow-disk-wait",
  );
});

test("a file system that waits for one of its locks, or for a thread of its own, does not wait for the disk", () => {
  const lock = ["nt!ExpWaitForResource+0x60", "nt!ExAcquireResourceExclusiveLite+0x2a1", "Ntfs!NtfsAcquireFcb+0x7d"];
  for (const above of [lock, ["Ntfs!NtfsPreRequestProcessingExtend+0x6b0"]]) {
    const ids = found(stuckIn(...WAIT, ...above, ...READ));
    expect(ids).toContain("thread-frozen");
    expect(ids).not.toContain("waits-in-file-system");
    expect(ids).not.toContain("slow-disk-wait");
  }
});

test("threads of the idle process make no small accesses, however often they are switched to", () => {
  const busy = (cid: string, image: string): string =>
    stuckIn("nt!KiIdleLoop+0x2c")
      .replace("1c38.1f4c", cid)
      .replace("w3wp.exe", image)
      .replace(/(Context Switch Count\s+)1904/, "$19834710");
  expect(found(busy("1c38.1f4c", "w3wp.exe"))).toContain("many-short-waits");
  expect(found(busy("0000.0000", "Idle"))).not.toContain("many-short-waits");
});

test("free memory does not speak against a shortage where no more may be committed, or requests failed", () => {
  const memory = (committed: number, warning: string): string => `0: kd> !vm 1
Physical Memory:          2844914 (   11379656 Kb)
Available Pages:           666710 (    2666840 Kb)
${warning}
Committed pages:          ${committed} (    ${committed * 4} Kb)
Commit limit:             5990642 (   23962568 Kb)
`;
  const causeOf = (text: string): string | undefined =>
    runWith(text).causes.find(({ id }) => id === "low-memory")?.standing;
  expect(causeOf(memory(2090642, ""))).toBe("excluded");
  expect(causeOf(memory(5890642, ""))).toBe("suspected");
  expect(causeOf(memory(2090642, "******* 73746 kernel stack PTE allocations have failed ******"))).toBe("suspected");
});

test("a resource that !locks -v calls available is not held", () => {
  const resource = (how: string): string => `0: kd> !locks -v
**** DUMP OF ALL RESOURCE OBJECTS ****

Resource @ nt!AcmeTableResource (0xfffff8047ee34440)    ${how}
    Contention Count = 2

812 total locks, 0 locks currently held
`;
  const found = runWith(resource("Available")).findings.map(({ id }) => id);
  expect(found).not.toContain("kernel-resource-held");
  expect(found).toContain("no-kernel-resource-held");
});

test("one resource that was asked for by its address tells nothing of the others", () => {
  const found = runWith(`0: kd> !locks 8226c6e0
Resource @ nt!AcmeTableResource (0x8226c6e0)    Available
1 total locks
`).findings.map(({ id }) => id);
  for (const id of ["no-kernel-waiters", "no-kernel-resource-held", "kernel-resource-held", "output-cut"])
    expect(found).not.toContain(id);
});
