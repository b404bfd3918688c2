import type { RootPath, RootsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Root, RootedObject } from "../roots";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";
import { signature } from "./signature";

type Form = "sos-2" | "sos-4" | "dotnet-dump";
type StackRoot = Extract<Root, { kind: "stack" }>;

function isStack(root: Root): root is StackRoot {
  return root.kind === "stack";
}

function printLinks(objects: readonly RootedObject[], arrow: string, form: Form, bits: 32 | 64): string[] {
  return objects.map(({ address, type, currentName }) =>
    form === "dotnet-dump"
      ? `          -> ${address.padStart(12, "0").padEnd(16)} ${currentName} `
      : `${arrow} ${pointer(address, bits)} ${type}`,
  );
}

function frameText({ call }: StackRoot): string {
  return signature(call);
}

/** Threads that hold roots, each once, in order. */
function threadsOf(roots: readonly Root[]): StackRoot["thread"][] {
  return [...new Set(roots.filter(isStack).map(({ thread }) => thread))];
}

function printStackRoots(server: Server, form: Form): string[] {
  const { bits } = server.runtime;
  const roots = server.rooting.roots.filter(isStack);
  return threadsOf(roots).flatMap((thread) => [
    `Thread ${thread.osThreadId}:`,
    ...roots
      .filter((root) => root.thread === thread)
      .flatMap((root) => [
        `    ${pointer(root.call.sp, bits)} ${pointer(root.call.ip, bits)} ${frameText(root)}`,
        `        ${root.register}: ${root.place === null ? "" : pointer(root.place, bits)}`,
        ...printLinks(root.objects, "            -> ", form, bits),
        "",
      ]),
  ]);
}

function printTables(server: Server, form: Form): string[] {
  const { bits } = server.runtime;
  const { roots } = server.rooting;
  const handles = roots.flatMap((root) => (root.kind === "handle" ? [root] : []));
  const queued = roots.flatMap((root) => (root.kind === "finalizer" ? [root] : []));
  const one = (place: string, what: string, objects: readonly RootedObject[]): string[] => [
    `    ${pointer(place, bits)} (${what})`,
    ...printLinks(objects, "    ->", form, bits),
    "",
  ];
  return [
    ...(handles.length > 0 ? ["HandleTable:"] : []),
    ...handles.flatMap(({ place, type, objects }) => one(place, `${type} handle`, objects)),
    ...(queued.length > 0 ? ["Finalizer Queue:"] : []),
    ...queued.flatMap(({ place, objects }) => one(place, "finalizer root", objects)),
  ];
}

function printNew(server: Server, form: Form): string[] {
  const count = server.rooting.roots.length;
  return [
    ...(form === "dotnet-dump"
      ? ["Caching GC roots, this may take a while.", "Subsequent runs of this command will be faster.", ""]
      : []),
    ...printStackRoots(server, form),
    ...printTables(server, form),
    form === "dotnet-dump"
      ? `Found ${count} unique roots.`
      : `Found ${count} unique roots (run '!GCRoot -all' to see all roots).`,
  ];
}

const OLD_HANDLES = { strong: "Strong", pinned: "Pinned" } as const;

/** Up to .NET 2.0 all objects hang on one another by arrows. */
function printOld({ rooting: { roots, domain }, runtime: { bits } }: Server): string[] {
  const chain = (objects: readonly RootedObject[]): string[] =>
    objects.map(({ address, type }, at) => `${pointer(address, bits)}(${type})${at < objects.length - 1 ? "->" : ""}`);
  const hang = (head: string, objects: readonly RootedObject[]): string[] => {
    const [first = "", ...rest] = chain(objects);
    return [head + first, ...rest];
  };
  const stackPointer = bits === 32 ? "ESP" : "RSP";
  return [
    'Note: Roots found on stacks may be false positives. Run "!help gcroot" for',
    "more info.",
    ...threadsOf(roots).flatMap((thread) => [
      `Scan Thread ${thread.number} OSTHread ${thread.osThreadId}`,
      ...roots
        .filter((root) => isStack(root) && root.thread === thread)
        .flatMap((root) => (isStack(root) ? hang(`${stackPointer}:${root.call.sp}:Root:`, root.objects) : [])),
    ]),
    ...roots.flatMap((root) =>
      root.kind === "handle"
        ? hang(`DOMAIN(${capital(domain, bits)}):HANDLE(${OLD_HANDLES[root.type]}):${root.place}:Root:`, root.objects)
        : [],
    ),
  ];
}

const NOWHERE = { thread: null, osThreadId: null, frame: null, register: null, handleType: null, cut: false };

function rootFacts(root: Root, form: Form, bits: 32 | 64): Facts<RootPath> {
  const old = form === "sos-2";
  const objects = root.objects.map(({ address, type, currentName }) => ({
    object: address,
    type: form === "dotnet-dump" ? currentName : type,
  }));
  if (root.kind === "handle") {
    return { ...NOWHERE, kind: "handle", address: root.place, handleType: root.type, objects };
  }
  if (root.kind === "finalizer") return { ...NOWHERE, kind: "finalizer-queue", address: root.place, objects };
  const { thread, call, register, place } = root;
  const stackPointer = bits === 32 ? "ESP" : "RSP";
  return {
    kind: "stack",
    thread: old ? thread.number : null,
    osThreadId: thread.osThreadId,
    frame: old ? null : frameText(root),
    register: old ? stackPointer : register,
    address: old ? call.sp : place,
    handleType: null,
    objects,
    cut: false,
  };
}

function expected({ rooting, runtime }: Server, form: Form, echoed: boolean): Facts<RootsReport> {
  const old = form === "sos-2";
  const printed = rooting.roots.filter(({ kind }) => !old || kind !== "finalizer");
  // One thread's roots are printed together.
  const ordered = [
    ...threadsOf(printed).flatMap((thread) => printed.filter((root) => isStack(root) && root.thread === thread)),
    ...printed.filter((root) => !isStack(root)),
  ];
  return {
    kind: "roots",
    target: echoed ? rooting.target : null,
    roots: ordered.map((root) => rootFacts(root, form, runtime.bits)),
    uniqueRoots: old ? null : printed.length,
    complete: !old,
  };
}

function printer(form: Form, more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>): Printer<RootsReport> {
  return {
    parser: "sos-gcroot",
    prompt: "user",
    command: ({ rooting, runtime }) => `!gcroot ${pointer(rooting.target, runtime.bits)}`,
    print: (server) => (form === "sos-2" ? printOld(server) : printNew(server, form)),
    ...more,
    expected: (server, echoed) => expected(server, form, echoed),
  };
}

export const GCROOT: readonly Printer<RootsReport>[] = [
  printer("sos-2", { dialect: "sos-2-x86", needs: { versions: ["2.0"], bits: 32 } }),
  printer("sos-2", { dialect: "sos-2-x64", needs: { versions: ["2.0"], bits: 64 } }),
  printer("sos-4", { dialect: "sos-4-x86", needs: { versions: ["4.x", "core"], bits: 32 } }),
  printer("sos-4", { dialect: "sos-4-x64", needs: { versions: ["4.x", "core"], bits: 64 } }),
  printer("dotnet-dump", {
    dialect: "dotnet-dump",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: ({ rooting }) => `gcroot ${rooting.target}`,
  }),
];
