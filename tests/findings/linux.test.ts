import { expect, test } from "vitest";
import { ids, run, said, standing } from "../support/triage";

const CPU = (throttled: number): string => `root@web:/# cat /sys/fs/cgroup/cpu.stat
usage_usec 81234567
user_usec 61234567
system_usec 20000000
nr_periods 4000
nr_throttled ${throttled}
throttled_usec ${throttled * 50_000}
`;

test("a container that its quota stops in half of the periods looks hung and is not", () => {
  const diagnosis = run(CPU(2000));
  expect(said(diagnosis, "cpu-throttled")).toContain("2,000 periods of 4,000, for 1 min 40 s in all");
  expect(diagnosis.findings.find(({ id }) => id === "cpu-throttled")?.tone).toBe("warning");
});

test("a quota that was never used up is not what holds the pool up", () => {
  expect(ids(run(CPU(0)))).toContain("cpu-not-throttled");
  expect(ids(run(CPU(40)))).not.toContain("cpu-throttled");
});

const EVENTS = (max: number, oom: number, kills: number): string =>
  `root@web:/# cat /sys/fs/cgroup/memory.events\nlow 0\nhigh 0\nmax ${max}\noom ${oom}\noom_kill ${kills}\n`;

test("a container that ran into its limit of memory is suspected of low memory, and likely so with the waits", () => {
  const hit = run(EVENTS(41, 2, 1));
  expect(said(hit, "memory-limit-hit")).toContain("1 process was killed");
  expect(standing(hit, "low-memory")).toBe("suspected");
  const pressure =
    "root@web:/# cat /sys/fs/cgroup/memory.pressure\nsome avg10=60.10 avg60=41.00 avg300=12.00 total=123456789\nfull avg10=48.20 avg60=33.10 avg300=9.00 total=98765432\n";
  expect(standing(run(EVENTS(41, 2, 1), pressure), "low-memory")).toBe("likely");
});

test("a limit that was never reached says nothing of low memory", () => {
  expect(standing(run(EVENTS(0, 0, 0)), "low-memory")).toBe("open");
});

test("a file system without room or without files to spare is warned of", () => {
  const full = `root@web:/# df -h
Filesystem      Size  Used Avail Use% Mounted on
overlay          98G   97G     0 100% /
tmpfs            64M     0   64M   0% /dev
`;
  expect(said(run(full), "disk-full")).toContain("/ has next to no room left");
  expect(ids(run(full.replace("97G     0 100%", "41G   57G  42%")))).not.toContain("disk-full");
  const files = `root@web:/# df -i
Filesystem       Inodes   IUsed   IFree IUse% Mounted on
/dev/sda1       6553600 6553600       0  100% /var
`;
  expect(said(run(files), "disk-full")).toContain("for further files");
});

const PS = (rows: readonly (readonly [string, string])[]): string =>
  `root@web:/# ps -eLo pid,tid,stat,wchan:40,comm
    PID     TID STAT WCHAN                                    COMMAND
${rows.map(([state, wchan], at) => `   4711    47${20 + at} ${state.padEnd(4)} ${wchan.padEnd(40)} dotnet`).join("\n")}
`;

test.each([
  ["D", "nfs_wait_bit_killable", "slow-storage", "waits-on-network-file-system"],
  ["D", "io_schedule", "slow-storage", "tasks-wait-for-disk"],
  ["S", "fanotify_get_response", "file-system-filter", "waits-for-file-scanner"],
  ["D", "mem_cgroup_handle_over_high", "low-memory", "tasks-wait-for-memory"],
])("threads in state %s in %s lead to %s", (state, wchan, cause, finding) => {
  const diagnosis = run(
    PS([
      [state, wchan],
      ["S", "futex_wait_queue"],
    ]),
  );
  expect(ids(diagnosis)).toContain(finding);
  expect(standing(diagnosis, cause)).toBe("suspected");
});

test("a thread that cannot be interrupted is told with its function, known or not", () => {
  expect(said(run(PS([["D", "drm_atomic_commit"]])), "tasks-uninterruptible")).toContain("drm_atomic_commit");
  expect(ids(run(PS([["S", "drm_atomic_commit"]])))).not.toContain("tasks-uninterruptible");
});

test("threads in the disk's functions beside disks under pressure make slow storage likely", () => {
  const pressure =
    "root@web:/# cat /sys/fs/cgroup/io.pressure\nsome avg10=70.10 avg60=61.00 avg300=52.00 total=123456789\nfull avg10=58.20 avg60=53.10 avg300=49.00 total=98765432\n";
  expect(standing(run(PS([["D", "io_schedule"]]), pressure), "slow-storage")).toBe("likely");
});

test("a folder of temporary files of 80 GB is too large on Linux as well", () => {
  const du = "root@web:/# du -sh /tmp\n80G\t/tmp\n";
  expect(ids(run(du))).toContain("folder-huge");
  expect(ids(run(du.replaceAll("/tmp", "/srv/backup")))).not.toContain("folder-huge");
});

test("a thread that waits for a page of a file server's file is told once, and of no disk", () => {
  const diagnosis = run(`# cat /proc/812/wchan
folio_wait_bit_common

# cat /proc/812/stack
[<0>] folio_wait_bit_common+0x12a/0x360
[<0>] folio_wait_writeback+0x27/0x80
[<0>] nfs_wb_folio+0x9b/0x1b0 [nfs]
[<0>] entry_SYSCALL_64_after_hwframe+0x76/0x7e
`);
  expect(said(diagnosis, "waits-on-network-file-system")).toContain("1 thread stands");
  expect(ids(diagnosis)).not.toContain("tasks-wait-for-disk");
});
