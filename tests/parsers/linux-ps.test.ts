import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const tasksOf = (block: Block | undefined) => reportOf(block, "linux-ps", "linux-tasks");

const THREADS = `root@web-7f9c:/app# ps -eLo pid,tid,stat,wchan:32,comm
    PID     TID STAT WCHAN                            COMMAND
      1       1 Ssl  futex_wait_queue_me              dotnet
      1      23 Dsl  fanotify_get_response            .NET ThreadPool
    412     412 R+   -                                ps
`;
const FULL = `[app@web-7f9c ~]$ ps -eLf
UID          PID    PPID     LWP  C NLWP STIME TTY          TIME CMD
app            1       0       1  0   31 Mar11 ?        00:00:04 dotnet Contoso.Shop.dll --urls http://+:8080
app            1       0      23  7   31 16:04 pts/0    1-02:12:09 dotnet Contoso.Shop.dll --urls http://+:8080
`;
const AUX = `$ ps aux
USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
app            1  2.3  8.1 3274000 66000 ?       Ssl  Mar 11   4:09 dotnet Contoso.Shop.dll
root         412  0.0  0.1   9900  3300 pts/0    R+   16:04   0:00 ps aux
`;
const TOP = `$ top -H -b -n 1
top - 16:04:33 up 11 days,  2:10,  1 user,  load average: 9.52, 7.58, 2.59
Threads:   2 total,   1 running,   1 sleeping,   0 stopped,   0 zombie
%Cpu(s):  2.3 us,  1.0 sy,  0.0 ni, 16.0 id, 80.7 wa,  0.0 hi,  0.0 si,  0.0 st
MiB Mem :  15884.1 total,   1234.5 free,   8234.1 used,   6415.5 buff/cache
MiB Swap:   2048.0 total,   2048.0 free,      0.0 used.   7200.1 avail Mem

    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
     23 app       20   0   12.3g   1.2g  80000 D  99.9   8.0   1:23.45 .NET ThreadPool
      1 app       20   0   12.3g  66000  80000 S   0.0   8.0   0:04.10 dotnet
`;
const BUSYBOX = `/ # top -b -n 1
Mem: 1880936K used, 120000K free, 1000K shrd, 2000K buff, 500000K cached
CPU:   4% usr   1% sys   0% nic  15% idle  80% io   0% irq   0% sirq
Load average: 9.52 7.58 2.59 1/250 412
  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND
    1     0 root     D     259m  13%   1   0% dotnet Contoso.Shop.dll
`;

test("each thread has its ids, its state and the kernel function it sleeps in", () => {
  const [block] = read(THREADS);
  expect([block?.command, block?.outcome, block?.mode]).toEqual([
    "ps -eLo pid,tid,stat,wchan:32,comm",
    "read",
    "shell",
  ]);
  const { tasks, tool, total, complete } = tasksOf(block);
  expect([tool, total, complete]).toEqual(["ps", null, false]);
  expect(tasks[1]).toEqual({
    line: 4,
    processId: 1,
    threadId: 23,
    parentProcessId: null,
    user: null,
    state: "Dsl",
    wchan: "fanotify_get_response",
    processor: null,
    cpuPercent: null,
    memoryPercent: null,
    cpuSeconds: null,
    residentBytes: null,
    command: ".NET ThreadPool",
  });
  expect(tasks[2]).toMatchObject({ state: "R+", wchan: null, command: "ps" });
});

test("the full list and the list of processes are read", () => {
  expect(tasksOf(read(FULL)[0]).tasks[1]).toMatchObject({
    user: "app",
    processId: 1,
    parentProcessId: 0,
    threadId: 23,
    cpuPercent: 7,
    cpuSeconds: 86_400 + 2 * 3600 + 12 * 60 + 9,
    command: "dotnet Contoso.Shop.dll --urls http://+:8080",
  });
  expect(tasksOf(read(AUX)[0]).tasks[0]).toMatchObject({
    processId: 1,
    threadId: null,
    cpuPercent: 2.3,
    memoryPercent: 8.1,
    residentBytes: 66_000 * 1024,
    state: "Ssl",
    cpuSeconds: 249,
    command: "dotnet Contoso.Shop.dll",
  });
});

test("top tells how many there are and how long processors waited for disks", () => {
  const [block] = read(TOP);
  expect(block?.outcome).toBe("read");
  const { tool, tasks, total, loadAverages, ioWaitPercent, complete } = tasksOf(block);
  expect([tool, total, loadAverages, ioWaitPercent, complete]).toEqual(["top", 2, [9.52, 7.58, 2.59], 80.7, true]);
  expect(tasks[0]).toMatchObject({
    processId: null,
    threadId: 23,
    state: "D",
    cpuPercent: 99.9,
    cpuSeconds: 83.45,
    residentBytes: Math.round(1.2 * 1024 ** 3),
    command: ".NET ThreadPool",
  });
});

test("what top calls PID is a thread under Threads, a process under Tasks, and unknown without either", () => {
  const ids = (text: string) => tasksOf(read(text)[0]).tasks.map(({ processId, threadId }) => [processId, threadId])[0];
  expect(ids(TOP.replace("Threads:", "Tasks:").replace("-H ", ""))).toEqual([23, null]);
  expect(ids(TOP.split("\n").slice(7).join("\n"))).toEqual([null, null]);
  expect(ids(`$ top -H -b -n 1\n${TOP.split("\n").slice(7).join("\n")}`)).toEqual([null, 23]);
});

test("BusyBox is read too", () => {
  const [block] = read(BUSYBOX);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(tasksOf(block)).toMatchObject({ tool: "top", ioWaitPercent: 80, loadAverages: [9.52, 7.58, 2.59] });
  expect(tasksOf(block).tasks[0]).toMatchObject({
    processId: 1,
    user: "root",
    state: "D",
    command: "dotnet Contoso.Shop.dll",
  });
});

test("without heads the columns are those that the command asked for", () => {
  const picked =
    "$ ps -eLo pid,tid,stat,wchan:32,comm | grep -v futex\n      1      23 Dsl  fanotify_get_response            .NET ThreadPool\n";
  expect(tasksOf(read(picked)[0]).tasks[0]).toMatchObject({ threadId: 23, wchan: "fanotify_get_response" });
  const full = FULL.replace(/UID.*\n/, "").replace("-eLf", "-eLf | grep dotnet");
  expect(withoutLines(tasksOf(read(full)[0]).tasks)).toEqual(withoutLines(tasksOf(read(FULL)[0]).tasks));
  expect(read("$ ps -eo pid,pidns,comm | grep x\n 1 4026531836 x\n")[0]?.report).toBeNull();
});

test("names with blanks in the middle, and dates of several words, keep the columns apart", () => {
  const text = `$ ps -eLo comm,tid,lstart,stat
COMMAND             TID                  STARTED STAT
.NET Tiered Com      23 Tue Mar 12 16:04:33 2024 D
dotnet                1 Tue Mar 12 16:00:01 2024 Ssl
`;
  expect(tasksOf(read(text)[0]).tasks.map(({ command, threadId, state }) => [command, threadId, state])).toEqual([
    [".NET Tiered Com", 23, "D"],
    ["dotnet", 1, "Ssl"],
  ]);
});

test("blanks lost, and the command not pasted or typed without a prompt, change nothing", () => {
  for (const text of [THREADS, FULL, AUX, TOP]) {
    const whole = withoutLines(tasksOf(read(text)[0]));
    expect(withoutLines(tasksOf(read(collapsed(text))[0]))).toEqual(whole);
    const output = text.split("\n").slice(1).join("\n");
    expect(read(output).map(({ parser, outcome }) => [parser, outcome])).toEqual([["linux-ps", "read"]]);
    expect(withoutLines(tasksOf(read(output)[0]))).toEqual(whole);
    const typed = text.replace(/^.*?[$#] /, "");
    expect(read(typed).map(({ echoed, outcome }) => [echoed, outcome])).toEqual([[true, "read"]]);
  }
});

test("what runs in a container or as root is the same command", () => {
  for (const command of ["sudo ps aux", "kubectl exec -n shop web-7f9c -- ps aux", "docker exec -it web /bin/ps aux"]) {
    const [block] = read(AUX.replace("ps aux\n", `${command}\n`));
    expect([block?.command, block?.parser, block?.outcome]).toEqual([command, "linux-ps", "read"]);
    const [picked] = read(AUX.replace(/USER.*\n/, "").replace("ps aux\n", `${command} | grep dotnet\n`));
    expect(tasksOf(picked).tasks[0]?.command).toBe("dotnet Contoso.Shop.dll");
  }
});

test("two rounds of top are two blocks", () => {
  const round = TOP.split("\n").slice(1).join("\n");
  expect(read(TOP + round).map(({ parser, outcome }) => [parser, outcome])).toEqual([
    ["linux-ps", "read"],
    ["linux-ps", "read"],
  ]);
});

test("a list cut at any place gives no number that was not printed", () => {
  for (const text of [
    THREADS,
    FULL,
    AUX,
    TOP,
    THREADS.replace("comm", "comm,psr")
      .replace("COMMAND", "COMMAND PSR")
      .replace(/(dotnet|Pool|ps)$/gm, "$1 17"),
  ]) {
    const whole = tasksOf(read(text)[0]).tasks;
    for (let end = text.indexOf("\n", text.indexOf("COMM")) + 1; end < text.length - 1; end++) {
      const block = read(text.slice(0, end)).find(({ parser }) => parser === "linux-ps");
      if (block?.report?.kind !== "linux-tasks") continue;
      block.report.tasks.forEach(({ command, ...task }, at) => {
        const { command: printed, ...expected } = whole[at] ?? { command: null };
        expect([end, task]).toEqual([end, expected]);
        expect(printed?.startsWith(command ?? "")).toBe(true);
      });
      expect(block.report.complete && end < text.length - 1 - 6).toBe(false);
    }
  }
});

test("a ps that lacks the option is told with another way", () => {
  const [block] = read(
    "/ # ps -eLo pid,tid,stat,wchan:32,comm\nps: unrecognized option: e\nBusyBox v1.36.1 () multi-call binary.\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["linux-ps", "unusable", "PS_LACKS_OPTION"]);
});

test("columns are told from a list joined to its option, and rows of `ps aux` that grep left alone by their shape", () => {
  const listed = tasksOf(
    read(
      "# ps -eopid,state,wchan:32,cmd | awk '$2 ~ /D/'\n2770 D txg_rele_to_sync                 [z_wr_int_h/0]\n",
    )[0],
  );
  expect(listed.tasks).toMatchObject([
    { processId: 2770, state: "D", wchan: "txg_rele_to_sync", command: "[z_wr_int_h/0]" },
  ]);
  const alone = tasksOf(
    read("app      734491  0.3  1.0   7256  3584 pts/7    D    12:41   0:04 dotnet Contoso.Shop.dll --port 80\n")[0],
  );
  expect(alone.tasks).toMatchObject([
    { processId: 734491, user: "app", state: "D", cpuPercent: 0.3, residentBytes: 3584 * 1024 },
  ]);
});
