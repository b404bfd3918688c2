import type { NativeStack, NativeStacksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Thread } from "../threads";
import { printRows, type RowForm, rowFacts } from "./native-rows";
import type { Printer } from "./printer";
import { threadRow } from "./thread-rows";

const PLAIN: RowForm = { modern: false, numbers: false, sp: true, args: false, sources: true, notes: false };

/** The variants of `k` that debuggers have had, by who prints them. */
export const STACK_FORMS = {
  k: PLAIN,
  kb: { ...PLAIN, args: true },
  kv: { ...PLAIN, args: true, notes: true },
  kL: { ...PLAIN, sources: false },
  kn: { ...PLAIN, numbers: true },
  "kb without stack pointer": { ...PLAIN, args: true, sp: false },
  "k of Windows 10": { ...PLAIN, modern: true, numbers: true },
  "kb of Windows 10": { ...PLAIN, modern: true, numbers: true, args: true, sp: false },
  "kvn of Windows 10": { ...PLAIN, modern: true, numbers: true, args: true, notes: true },
} as const satisfies Record<string, RowForm>;

/** What the variant of `k` with these letters (`bvn`) prints on a server. */
export function stackForm(letters: string, { system, bits }: Server["runtime"]): RowForm {
  const modern = system === "2019";
  const notes = letters.includes("v");
  const args = notes || letters.includes("b");
  return {
    modern,
    numbers: modern || letters.includes("n"),
    sp: bits === 32 || !args || notes,
    args,
    sources: !letters.includes("L"),
    notes,
  };
}

/** `k` and its variants: the native stack of one thread. */
export function printNativeStack(thread: Thread, { runtime }: Server, form: RowForm): string[] {
  return printRows(thread.native, form, runtime.bits);
}

/** `~*k`: each stack under the row of its thread. */
export function printNativeStacks(threads: readonly Thread[], server: Server, form: RowForm): string[] {
  return threads.flatMap((thread) => [
    "",
    threadRow(thread, server, form.modern),
    ...printNativeStack(thread, server, form),
  ]);
}

function stackFacts(
  thread: Thread,
  server: Server,
  form: RowForm,
  headed: boolean,
  known: boolean,
): Facts<NativeStack> {
  return {
    thread: headed || known ? thread.number : null,
    processId: headed ? server.process.id : null,
    osThreadId: headed ? thread.osThreadId : null,
    suspendCount: headed ? thread.suspendCount : null,
    name: headed && form.modern ? thread.name : null,
    frames: rowFacts(thread.native, form, server.runtime.bits),
    cut: false,
  };
}

function one(dialect: string, typed: string, form: RowForm, needs: Printer["needs"]): Printer<NativeStacksReport> {
  return {
    parser: "windbg-stack",
    dialect,
    needs,
    prompt: "user",
    command: () => typed,
    print: (server) => printNativeStack(server.current, server, form),
    expected: (server, echoed) => ({
      kind: "native-stacks",
      stacks: [stackFacts(server.current, server, form, false, echoed)],
      allThreads: false,
      bits: server.runtime.bits,
    }),
  };
}

function all(dialect: string, typed: string, form: RowForm, needs: Printer["needs"]): Printer<NativeStacksReport> {
  return {
    parser: "windbg-stack",
    dialect,
    needs,
    prompt: "user",
    command: () => typed,
    print: (server) => printNativeStacks(server.threads, server, form),
    expected: (server) => ({
      kind: "native-stacks",
      stacks: server.threads.map((thread) => stackFacts(thread, server, form, true, true)),
      allThreads: true,
      bits: server.runtime.bits,
    }),
  };
}

const OLD = { systems: ["2003", "2008-r2"] } as const;
const NEW = { systems: ["2019"] } as const;

export const NATIVE_STACK: readonly Printer<NativeStacksReport>[] = [
  one("k-x86", "k", STACK_FORMS.k, { ...OLD, bits: 32 }),
  one("kb-x86", "kb 2000", STACK_FORMS.kb, { ...OLD, bits: 32 }),
  one("kv-x86", "kv", STACK_FORMS.kv, { ...OLD, bits: 32 }),
  one("kn-x86", "kn", STACK_FORMS.kn, { ...OLD, bits: 32 }),
  one("kvn-x86-new", "kvn", STACK_FORMS["kvn of Windows 10"], { ...NEW, bits: 32 }),
  one("k-x64", "k", STACK_FORMS.k, { ...OLD, bits: 64 }),
  one("kL-x64", "kL", STACK_FORMS.kL, { ...OLD, bits: 64 }),
  one("kv-x64", "kv", STACK_FORMS.kv, { ...OLD, bits: 64 }),
  one("kb-x64", "kb", STACK_FORMS["kb without stack pointer"], { ...OLD, bits: 64 }),
  one("k-x64-new", "k", STACK_FORMS["k of Windows 10"], { ...NEW, bits: 64 }),
  one("kb-x64-new", "kb", STACK_FORMS["kb of Windows 10"], { ...NEW, bits: 64 }),
  all("all-kb-x86", "~*kb 2000", STACK_FORMS.kb, { ...OLD, bits: 32 }),
  all("all-k-x64", "~*k", STACK_FORMS.k, { ...OLD, bits: 64 }),
  all("all-kvn-x64-new", "~*kvn", STACK_FORMS["kvn of Windows 10"], { ...NEW, bits: 64 }),
];
