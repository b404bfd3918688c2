import type { AsyncFrame, AsyncStacksReport } from "@/evidence";
import type { AsyncChain, AsyncStep } from "../async-work";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";
import { signature } from "./signature";

const STATUS = "WaitingForActivation";
const BOX = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1";

function stateText({ state }: AsyncStep): string {
  return `(${state ?? STATUS})`;
}

function printChain({ steps, awaiting }: AsyncChain, at: number, { runtime: { bits } }: Server): string[] {
  return [
    `STACK ${at + 1}`,
    ...(awaiting
      ? [`<< Awaiting: ${pointer(awaiting.address, bits)} ${pointer(awaiting.methodTable, bits)} ${awaiting.type} >>`]
      : []),
    ...steps.map((step, depth) => {
      const code = step.state === null ? "" : ` @ ${step.code}`;
      const gap = "  ".repeat(depth + 1);
      return `${gap}${pointer(step.address, bits)} ${pointer(step.methodTable, bits)} ${stateText(step)} ${step.type}${code}`;
    }),
    "",
  ];
}

/** `dumpasync`: async methods that have not ended, with what continues after each. */
export function printAsyncStacks(server: Server): string[] {
  return server.async.chains.flatMap((chain, at) => printChain(chain, at, server));
}

/** Chains that look alike. */
function merged({ async: { chains } }: Server): { chain: AsyncChain; count: number }[] {
  const byShape = new Map<string, { chain: AsyncChain; count: number }>();
  for (const chain of chains) {
    const shape = chain.steps.map(({ methodTable, state }) => `${methodTable} ${state}`).join();
    const known = byShape.get(shape);
    byShape.set(shape, known ? { ...known, count: known.count + 1 } : { chain, count: 1 });
  }
  return [...byShape.values()].sort((a, b) => b.count - a.count);
}

/** `dumpasync --coalesce`: alike chains on one line each. */
export function printMergedStacks(server: Server): string[] {
  const { bits } = server.runtime;
  return merged(server).flatMap(({ chain, count }, at) => [
    `STACKS ${at + 1}`,
    ...chain.steps.map(
      (step, depth) =>
        `${"  ".repeat(depth)}[${count}] ${pointer(step.methodTable, bits)} ${stateText(step)} ${step.type}`,
    ),
    "",
  ]);
}

interface TypeCount {
  step: AsyncStep;
  count: number;
  totalSize: number;
}

function typeCounts({ async: { chains } }: Server): TypeCount[] {
  const counts = new Map<string, TypeCount>();
  for (const step of chains.flatMap(({ steps }) => steps)) {
    const known = counts.get(step.methodTable) ?? { step, count: 0, totalSize: 0 };
    counts.set(step.methodTable, { step, count: known.count + 1, totalSize: known.totalSize + step.sizeBytes });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** `dumpasync --stats`: how many of each type. */
export function printAsyncTypes(server: Server): string[] {
  return [
    "MT               Count    Type",
    ...typeCounts(server).map(
      ({ step, count }) =>
        `${pointer(step.methodTable, server.runtime.bits)} ${count.toLocaleString("en-US").padEnd(8)} ${step.type}`,
    ),
  ];
}

/** Chains as SOS of .NET Core 3 knows them: of async methods only. */
function oldSteps({ steps }: AsyncChain): AsyncStep[] {
  return steps.filter(({ state }) => state !== null);
}

function boxed({ type }: AsyncStep): string {
  return `${BOX}[[System.Threading.Tasks.VoidTaskResult, System.Private.CoreLib],[${type}, Contoso.Orders]]`;
}

function printRoots({ blocked }: AsyncChain, [first]: readonly AsyncStep[], { runtime: { bits } }: Server): string[] {
  const calls = (blocked?.managed ?? []).filter(({ transition }) => transition === null).slice(0, 2);
  if (!blocked || !first) return [];
  return [
    "GC roots:",
    `    Thread ${blocked.osThreadId}:`,
    ...calls.flatMap((call) => [
      `        ${pointer(call.sp, bits)} ${pointer(call.ip, bits)} ${signature(call)}`,
      `            rbp+10: ${pointer(call.sp, bits)}`,
      `                ->  ${pointer(first.address, bits)} ${boxed(first)}`,
      "",
    ]),
    `Found ${calls.length} unique roots (run '!gcroot -all' to see all roots).`,
  ];
}

function printOldChain(chain: AsyncChain, server: Server): string[] {
  const [first, ...more] = oldSteps(chain);
  const { bits } = server.runtime;
  if (!first) return [];
  const size = String(first.sizeBytes).padStart(8);
  return [
    `${pointer(first.address, bits)} ${pointer(first.methodTable, bits)} ${size} ${String(first.state).padStart(10)} ${first.type}`,
    'Async "stack":',
    ...more.map((step, depth) => `${".".repeat(depth + 1)}${pointer(step.address, bits)} (${step.state}) ${step.type}`),
    ...printRoots(chain, oldSteps(chain), server),
  ];
}

/** `!dumpasync -stacks -roots` of .NET Core 3. */
export function printOldAsyncStacks(server: Server): string[] {
  const { bits } = server.runtime;
  const counts = oldCounts(server);
  const wide = bits === 64 ? "        " : "";
  return [
    "Statistics:",
    `${wide}${wide}${bits === 64 ? "" : "      "}MT    Count    TotalSize Class Name`.slice(bits === 64 ? 2 : 0),
    ...counts.map(
      ({ step, count, totalSize }) =>
        `${pointer(step.methodTable, bits)} ${String(count).padStart(8)} ${String(totalSize).padStart(12)} ${boxed(step)}`,
    ),
    `Total ${counts.reduce((sum, { count }) => sum + count, 0)} objects`,
    `In ${server.async.chains.length} chains.`,
    `${wide} Address ${wide}      MT     Size      State Description`,
    ...server.async.chains.flatMap((chain) => printOldChain(chain, server)),
  ];
}

function oldCounts(server: Server): TypeCount[] {
  const methods = typeCounts(server).filter(({ step }) => step.state !== null);
  return [...methods].sort((a, b) => a.totalSize - b.totalSize);
}

function stepFacts(step: AsyncStep, more: Partial<Facts<AsyncFrame>> = {}): Facts<AsyncFrame> {
  return {
    address: step.address,
    methodTable: step.methodTable,
    state: step.state,
    status: step.state === null ? STATUS : null,
    description: step.type,
    count: 1,
    ...more,
  };
}

const NOTHING: Facts<AsyncStacksReport> = {
  kind: "async-stacks",
  stacks: [],
  types: [],
  totalObjects: null,
  chains: null,
};

function oldFacts(server: Server): Facts<AsyncStacksReport> {
  const counts = oldCounts(server);
  return {
    ...NOTHING,
    stacks: server.async.chains.map((chain) => {
      const calls = (chain.blocked?.managed ?? []).filter(({ transition }) => transition === null).slice(0, 2);
      return {
        frames: oldSteps(chain).map((step, at) => stepFacts(step, at === 0 ? {} : { methodTable: null })),
        awaiting: null,
        rootThreads: chain.blocked ? [chain.blocked.osThreadId] : [],
        rootFrames: calls.length,
      };
    }),
    types: counts.map(({ step, count, totalSize }) => ({
      methodTable: step.methodTable,
      count,
      totalSize,
      type: boxed(step),
    })),
    totalObjects: counts.reduce((sum, { count }) => sum + count, 0),
    chains: server.async.chains.length,
  };
}

const CORE = { versions: ["core"], systems: ["2019", "linux"] } as const;
const base = { parser: "sos-dumpasync", needs: CORE, prompt: "dotnet-dump" } as const;
const stack = { awaiting: null, rootThreads: [], rootFrames: 0 };

export const ASYNC_STACKS: readonly Printer<AsyncStacksReport>[] = [
  {
    ...base,
    dialect: "stacks",
    command: () => "dumpasync",
    print: printAsyncStacks,
    expected: ({ async: { chains } }) => ({
      ...NOTHING,
      stacks: chains.map(({ steps, awaiting }) => ({
        ...stack,
        frames: steps.map((step) => stepFacts(step)),
        awaiting: awaiting?.type ?? null,
      })),
    }),
  },
  {
    ...base,
    dialect: "coalesced",
    command: () => "dumpasync --coalesce",
    print: printMergedStacks,
    expected: (server) => ({
      ...NOTHING,
      stacks: merged(server).map(({ chain, count }) => ({
        ...stack,
        frames: chain.steps.map((step) => stepFacts(step, { address: null, count })),
      })),
    }),
  },
  {
    ...base,
    dialect: "stats",
    command: () => "dumpasync --stats",
    print: printAsyncTypes,
    expected: (server) => ({
      ...NOTHING,
      types: typeCounts(server).map(({ step, count }) => ({
        methodTable: step.methodTable,
        count,
        totalSize: null,
        type: step.type,
      })),
    }),
  },
  {
    ...base,
    dialect: "sos-3",
    needs: { versions: ["core"] },
    prompt: "user",
    command: () => "!dumpasync -stacks -roots",
    print: printOldAsyncStacks,
    expected: oldFacts,
  },
];
