import type { Block, Hex, NativeStack, ReportKind, SessionTimeReport } from "@/evidence";
import { type Clock, clockOf, earlier } from "./clock";

/** What an output looks at: one process, the kernel below all of them, or the machine around them. */
export type Layer = "process" | "kernel" | "machine";

/** What an output tells of where it was taken. */
export interface Marks {
  layer: Layer;
  processId: Hex | null;
  /** When the process began. */
  startedAt: Clock | null;
  /** When the machine began. */
  bootedAt: Clock | null;
  /** When the dump was taken. */
  takenAt: Clock | null;
  /** Names of one thing on the left, of the same on the right: they belong together in one capture only. */
  pairs: readonly (readonly [string, string])[];
  /** What cannot change within a capture; that two agree in it says nothing. */
  traits: readonly (readonly [string, string])[];
}

const MACHINE: ReadonlySet<ReportKind> = new Set<ReportKind>([
  "filters",
  "filter-instances",
  "folder-size",
  "requests",
  "worker-processes",
  "connections",
  "tasks",
  "services",
  "http-errors",
  "short-names",
  "events",
  "file-activity",
  "counters",
  "linux-tasks",
  "linux-kernel-stacks",
  "control-groups",
  "disk-free",
]);

const KERNEL: ReadonlySet<ReportKind> = new Set<ReportKind>([
  "kernel-threads",
  "processes",
  "resource-locks",
  "kernel-memory",
  "kernel-stacks",
  "running-threads",
  "irp",
  "device-stack",
  "device-object",
  "driver-object",
  "file-object",
  "filter-manager-filters",
  "filter-manager-volumes",
  "filter-manager-instances",
  "callback-data",
  "filter-ports",
]);

const LINUX: ReadonlySet<ReportKind> = new Set<ReportKind>(["linux-tasks", "linux-kernel-stacks", "control-groups"]);
const WINDOWS: ReadonlySet<ReportKind> = new Set<ReportKind>([
  "filters",
  "filter-instances",
  "requests",
  "worker-processes",
  "tasks",
  "services",
  "http-errors",
  "short-names",
  "events",
]);

function layerOf(block: Block): Layer {
  const kind = block.report?.kind;
  if (kind && KERNEL.has(kind)) return "kernel";
  if (kind && MACHINE.has(kind)) return "machine";
  if (block.mode === "kernel" || (block.report?.kind === "target" && block.report.kernel === true)) return "kernel";
  // The clock of a kernel dump knows of no process.
  if (block.report?.kind === "session-time" && block.mode !== "user" && block.report.processUptimeSeconds === null)
    return "kernel";
  return block.mode === "shell" && !kind ? "machine" : "process";
}

interface Draft {
  processIds: Map<Hex, number>;
  pairs: (readonly [string, string])[];
  traits: (readonly [string, string])[];
  startedAt: Clock | null;
  bootedAt: Clock | null;
  takenAt: Clock | null;
}

function addThread(draft: Draft, thread: number | null, osThreadId: Hex | null): void {
  if (thread === null || osThreadId === null || osThreadId === "0") return;
  draft.pairs.push([`thread ${thread}`, osThreadId], [`id ${osThreadId}`, String(thread)]);
}

function addProcess(draft: Draft, processId: Hex | null): void {
  if (processId !== null && processId !== "0")
    draft.processIds.set(processId, (draft.processIds.get(processId) ?? 0) + 1);
}

/** As far as the oldest of a machine's names goes. */
const NETBIOS_LENGTH = 15;

/** `WEB01` of `web01.contoso.com` and of `\\WEB01`. */
function computerName(name: string): string {
  const [own = ""] = name.replace(/^\\{1,2}/, "").split(".", 1);
  return own.slice(0, NETBIOS_LENGTH).toUpperCase();
}

/** A log may gather what several machines wrote; then it tells nothing. */
function addComputer(draft: Draft, ...names: readonly (string | null | undefined)[]): void {
  const known = new Set(names.flatMap((name) => (name ? [computerName(name)] : [])));
  const [name] = known;
  if (known.size === 1 && name) draft.traits.push(["computer", name]);
}

function addKernelThread(
  draft: Draft,
  { address, processId, osThreadId }: { address: Hex; processId: Hex | null; osThreadId: Hex | null },
): void {
  if (processId === null || osThreadId === null) return;
  draft.pairs.push([`kernel thread ${address}`, `${processId}.${osThreadId}`]);
  draft.pairs.push([`kernel id ${processId}.${osThreadId}`, address]);
}

const showsWow64 = ({ frames }: NativeStack): boolean => frames.some(({ module }) => /^wow64/i.test(module ?? ""));

function addTimes(draft: Draft, report: SessionTimeReport): void {
  const taken = clockOf(report);
  if (!taken) return;
  draft.takenAt = taken;
  const { processUptimeSeconds, systemUptimeSeconds } = report;
  if (processUptimeSeconds !== null) draft.startedAt = earlier(taken, processUptimeSeconds);
  if (systemUptimeSeconds !== null) draft.bootedAt = earlier(taken, systemUptimeSeconds);
}

function read(block: Block, draft: Draft): void {
  const { report } = block;
  switch (report?.kind) {
    case "native-stacks":
      if (block.mode === "kernel") return;
      // A 32-bit process has 64-bit stacks as well, which show the layer between.
      if (report.bits !== null && !report.stacks.some(showsWow64)) draft.traits.push(["width", String(report.bits)]);
      for (const { thread, osThreadId, processId } of report.stacks) {
        addThread(draft, thread, osThreadId);
        addProcess(draft, processId);
      }
      return;
    case "thread-list":
      for (const { thread, osThreadId, processId } of report.threads) {
        addThread(draft, thread, osThreadId);
        addProcess(draft, processId);
      }
      return;
    case "managed-stacks":
    case "scraped-stacks":
      for (const { thread, osThreadId } of report.stacks) addThread(draft, thread, osThreadId);
      return;
    case "sync-blocks":
      for (const { thread, osThreadId } of report.rows) addThread(draft, thread, osThreadId);
      return;
    case "managed-threads":
      for (const { thread, osThreadId, managedThreadId } of report.threads) {
        addThread(draft, thread, osThreadId);
        if (managedThreadId !== null && osThreadId !== null && osThreadId !== "0")
          draft.pairs.push([`managed ${managedThreadId}`, osThreadId]);
      }
      return;
    case "thread-locks":
      for (const { thread, osThreadId } of report.rows) addThread(draft, thread, osThreadId);
      return;
    case "stack-objects":
      addThread(draft, report.thread, report.osThreadId);
      return;
    case "thread-times":
      for (const times of [report.userModeTime, report.kernelModeTime, report.elapsedTime])
        for (const { thread, osThreadId } of times ?? []) addThread(draft, thread, osThreadId);
      return;
    case "session-time":
      addTimes(draft, report);
      return;
    case "target":
      addComputer(draft, report.machineName);
      if (report.build !== null) draft.traits.push(["build", String(report.build)]);
      for (const process of report.processes) if (process.current) addProcess(draft, process.processId);
      return;
    case "process-environment":
      if (report.bits !== null && !report.wow64) draft.traits.push(["width", String(report.bits)]);
      addComputer(draft, report.variables.find(({ name }) => /^COMPUTERNAME$/i.test(name))?.value);
      return;
    case "kernel-threads":
      for (const thread of report.threads) addKernelThread(draft, thread);
      return;
    case "processes":
      for (const { address, processId, threads } of report.processes) {
        draft.pairs.push([`process ${address}`, processId]);
        for (const thread of threads) addKernelThread(draft, thread);
      }
      return;
    case "modules":
      for (const { name, start } of report.modules)
        if (start !== null && /^(?:nt|ntdll|clr|coreclr|mscorwks|mscorsvr)$/i.test(name))
          draft.traits.push([`base of ${name.toLowerCase()}`, start]);
      return;
    case "counters":
      addComputer(draft, ...report.counters.map(({ machine }) => machine));
      return;
    case "events":
      addComputer(draft, ...report.events.map(({ computer }) => computer));
  }
}

/** What a block tells of the capture it belongs to. */
export function marksOf(block: Block): Marks {
  const draft: Draft = {
    processIds: new Map(),
    pairs: [],
    traits: [],
    startedAt: null,
    bootedAt: null,
    takenAt: null,
  };
  read(block, draft);
  const kind = block.report?.kind;
  if (kind && LINUX.has(kind)) draft.traits.push(["system", "Linux"]);
  if (kind && WINDOWS.has(kind)) draft.traits.push(["system", "Windows"]);
  // One damaged row is no second process.
  const [processId] = [...draft.processIds].sort((a, b) => b[1] - a[1])[0] ?? [null];
  const { pairs, traits, startedAt, bootedAt, takenAt } = draft;
  return { layer: layerOf(block), processId, startedAt, bootedAt, takenAt, pairs, traits };
}

/** True for a block that tells nothing. */
export function isBlank({ processId, startedAt, bootedAt, takenAt, pairs, traits }: Marks): boolean {
  return (
    processId === null &&
    startedAt === null &&
    bootedAt === null &&
    takenAt === null &&
    pairs.length === 0 &&
    traits.length === 0
  );
}
