import fc from "fast-check";
import { expect, test } from "vitest";
import { normalise } from "@/parsers/normalise";
import { parsePrompt } from "@/parsers/prompt";
import { secondsOf } from "../support/processor-time";

test.each([
  ["root@web-7f9c:/app# ps -eLf", "ps -eLf"],
  ["app@web-7f9c:~$ df -h", "df -h"],
  ["[root@web-7f9c ~]# top -H -b -n 1", "top -H -b -n 1"],
  ["[app@web 7 files]$ df", "df"],
  ["[app@web ~]$", ""],
  ["sh-4.4$ cat /proc/7/stack", "cat /proc/7/stack"],
  ["bash-5.1# du -sh /tmp", "du -sh /tmp"],
  ["/ # ps", "ps"],
  ["/app # cat /sys/fs/cgroup/cpu.stat", "cat /sys/fs/cgroup/cpu.stat"],
  ["~ $ df", "df"],
  ["7f9c1b:/app# du -sh /tmp", "du -sh /tmp"],
  ["$ ps aux", "ps aux"],
  ["$ sudo cat /proc/7/task/9/stack", "sudo cat /proc/7/task/9/stack"],
  ["# for t in /proc/7/task/*; do echo $t; done", "for t in /proc/7/task/*; do echo $t; done"],
  ["$ kubectl exec web-7f9c -- ps -eLf", "kubectl exec web-7f9c -- ps -eLf"],
])("what is typed at a Linux prompt is a command: %s", (line, typed) => {
  expect(parsePrompt(normalise(line)[0]?.text ?? "")).toEqual({ mode: "shell", thread: null, typed });
});

test.each([
  "# ChildEBP RetAddr  Args to Child",
  " # Child-SP          RetAddr           Call Site",
  "# find the owner of the lock",
  "# for the record",
  "# top of the stack",
  "# Abbreviated",
  "#  1  Id: 894.e9c Suspend: 1 Teb: 7ffdd000 Unfrozen",
  "$ 12.50 each",
  "/tmp # 80 GB",
  "[0x12 @ 8] # 3",
])("what only looks like a Linux prompt is none: %s", (line) => {
  expect(parsePrompt(line)).toBeNull();
});

test.each([
  ["PS C:\\Temp> fltmc", "fltmc"],
  ["C:\\Windows\\system32>dir /s", "dir /s"],
  ["PS D:\\>", ""],
])("what is typed at a Windows prompt is a command: %s", (line, typed) => {
  expect(parsePrompt(line)).toEqual({ mode: "shell", thread: null, typed });
});

test.each([
  "c::DoPrestub ====> Exception Code e0434352 cxr@372f000 exr@372f4d0",
  "r: 1f04 ====> Exception cxr@372f000",
])("the arrow of an exception is no Windows prompt, wherever a console broke its row: %s", (line) => {
  expect(parsePrompt(line)).toBeNull();
});

test.each([
  ["> eestack", "eestack"],
  ["> fq", "fq"],
  ["> eestack -short", "eestack -short"],
  ["> gcwhere 7f1df9c0a4e8", "gcwhere 7f1df9c0a4e8"],
])("dotnet-dump has that command: %s", (line, typed) => {
  expect(parsePrompt(line)).toMatchObject({ mode: "dotnet-dump", typed });
});

test.each(["> fqdn of the server", "> objsize told us nothing", "> runtimes differ"])("a mail quotes %s", (line) => {
  expect(parsePrompt(line)).toBeNull();
});

test("no line keeps the prompt patterns busy", () => {
  fc.assert(
    fc.property(fc.constantFrom("/a", "~", "[a@b ", "a.", "$ ps ", "# ", " "), fc.nat(20_000), (piece, times) => {
      expect(secondsOf(() => parsePrompt(piece.repeat(times)))).toBeLessThan(0.5);
    }),
    { numRuns: 30 },
  );
});

test("a mark of code before the prompt and behind the command belongs to neither", () => {
  expect(parsePrompt("`0:003> !syncblk`")).toEqual({ mode: "user", thread: 3, typed: "!syncblk" });
  expect(parsePrompt("`PS C:\\> fltmc filters")).toEqual({ mode: "shell", thread: null, typed: "fltmc filters" });
  expect(parsePrompt("`1: kd> !locks")).toEqual({ mode: "kernel", thread: null, typed: "!locks" });
});

test.each([
  ["[WEB01]: PS C:\\Users\\svc\\Documents> fltmc filters", "fltmc filters"],
  ["svc@WEB01 C:\\Users\\svc>fltmc filters", "fltmc filters"],
  ["contoso\\svc@WEB01 C:\\Users\\svc>fltmc filters", "fltmc filters"],
  ["(base) PS C:\\> fltmc filters", "fltmc filters"],
])("a shell on another machine, or in an environment, has its prompt too: %s", (line, typed) => {
  expect(parsePrompt(line)).toEqual({ mode: "shell", thread: null, typed });
});

test("manuals show a shell as the sign alone, before the tools of .NET", () => {
  expect(parsePrompt("> dotnet-counters monitor -p 7")).toEqual({
    mode: "shell",
    thread: null,
    typed: "dotnet-counters monitor -p 7",
  });
  expect(parsePrompt("> dotnet-counters said nothing of that")).toBeNull();
  expect(parsePrompt(">fltmc instances")).toEqual({ mode: "shell", thread: null, typed: "fltmc instances" });
  expect(parsePrompt("> netstat -ano")?.typed).toBe("netstat -ano");
  expect(parsePrompt("> fltmc told me nothing")).toBeNull();
});

test("a prompt may name user and machine with a colon between", () => {
  expect(parsePrompt("root:web7:~/# cat /proc/7/stack")).toEqual({
    mode: "shell",
    thread: null,
    typed: "cat /proc/7/stack",
  });
});

test("the prompt of a Mac has the user behind the folder", () => {
  expect(parsePrompt("MacBook:~ me$ df -h")?.typed).toBe("df -h");
  expect(parsePrompt("it costs me $ df is not a command here")).toBeNull();
});
