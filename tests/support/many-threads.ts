import { PRINTERS } from "@/simulator/printers/list";
import { printout } from "@/simulator/printers/printer";
import { makeServer, type Server } from "@/simulator/server";

type Thread = Server["threads"][number];
type Monitor = Server["monitors"]["monitors"][number];

const OPTIONS = { versions: ["4.x"], systems: ["2008-r2"], bits: 64 } as const;
/** Distance between two frames; the managed ones lie between where compiled code begins and the frame above it. */
const FRAME = 0x1000;
const MANAGED_FRAME = 0x20;

function offset(address: string, by: number): string {
  return (BigInt(`0x${address}`) + BigInt(by)).toString(16);
}

/** Threads of one role share three ways through the program, as they do where many requests meet few pages. */
function alike(threads: readonly Thread[]): Thread[] {
  const seen = new Map<string, number>();
  const ways = new Map<string, Thread["managed"]>();
  return threads.map((thread) => {
    const { role, managed, native } = thread;
    if (!managed) return thread;
    const turn = (seen.get(role) ?? 0) + 1;
    seen.set(role, turn);
    const way = ways.get(`${role} ${turn % 3}`) ?? managed;
    ways.set(`${role} ${turn % 3}`, way);
    const top = native[0]?.sp ?? "0";
    const compiled =
      Math.max(
        1,
        native.findIndex(({ module }) => module === null),
      ) - 1;
    return {
      ...thread,
      native: native.map((frame, at) => ({ ...frame, sp: offset(top, at * FRAME) })),
      managed: way.map((frame, at) => ({ ...frame, sp: offset(top, compiled * FRAME + 0x100 + at * MANAGED_FRAME) })),
    };
  });
}

function printed(server: Server, parser: string, dialect: string): string {
  const printer = PRINTERS.find((candidate) => candidate.parser === parser && candidate.dialect === dialect);
  if (!printer) throw new RangeError(`No printer ${parser}/${dialect}`);
  return printout(printer, server);
}

/** All stacks and locks of a made-up process in which three threads wait for each other and most others behind them. */
export function deadlockedServer(threads: number): string {
  const made = makeServer(7, { ...OPTIONS, threads });
  const all = alike(made.threads);
  const [a, b, c, ...rest] = all.filter(({ role }) => role === "waits-for-lock");
  const [model] = made.monitors.monitors;
  if (!a || !b || !c || !model) throw new RangeError("Too few threads wait for a lock");
  const monitor = (at: number, type: string, thread: Thread, waiters: readonly Thread[]): Monitor => ({
    ...model,
    index: 40 + at,
    syncBlock: offset(model.syncBlock, at * 0x60),
    object: offset(model.object, at * 0x400),
    type,
    owner: { kind: "thread", thread },
    waiters,
  });
  const most = Math.floor(rest.length * 0.7);
  const server: Server = {
    ...made,
    threads: all,
    current: a,
    monitors: {
      ...made.monitors,
      monitors: [
        monitor(1, "Contoso.Shop.BasketStore", a, [c, ...rest.slice(0, most)]),
        monitor(2, "Contoso.Stock.Ledger", b, [a, ...rest.slice(most, most + 20)]),
        monitor(3, "Contoso.Pricing.RateCache", c, [b, ...rest.slice(most + 20)]),
      ],
    },
  };
  return [
    printed(server, "windbg-stack", "all-k-x64"),
    printed(server, "sos-clrstack", "sos-4-all"),
    printed(server, "sos-syncblk", "psscor"),
    printed(server, "ntsdexts-locks", "decoded-x64"),
  ].join("\n");
}
