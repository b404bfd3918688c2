import { canonicalHex } from "@/evidence";
import type { ManagedFilter, ManagedInstance } from "../../filter-manager";
import { printFilter, printFilters, printFrames, printInstance, printPorts, printVolumes } from "../../printers/fltkd";
import { printCallback } from "../../printers/fltkd-callback";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { printed } from "../printed";

const FLTKD = { consoles: ["kernel"], extension: "fltkd" } as const;
const ADDRESS = "(?<address>(?:0x)?[0-9a-f`]+)";

function isAt(typed: string): (place: { address: string }) => boolean {
  const address = canonicalHex(typed);
  return (place) => canonicalHex(place.address) === address;
}

function filterAt({ filterManager: { frames } }: Server, typed: string): ManagedFilter | undefined {
  return frames.flatMap(({ filters }) => filters).find(isAt(typed));
}

function instanceAt({ filterManager: { frames } }: Server, typed: string): ManagedInstance | undefined {
  return frames.flatMap(({ filters }) => filters.flatMap(({ instances }) => instances)).find(isAt(typed));
}

function unreadable(address: string): Answer {
  return fail(`Could not read field "Flags" of fltmgr!_FLT_OBJECT from address: ${address}`);
}

function ofFilter(print: (filter: ManagedFilter, server: Server) => readonly string[]): Command["answer"] {
  return ({ server }, { address = "" }) => {
    const filter = filterAt(server, address);
    return filter ? print(filter, server) : unreadable(address);
  };
}

function instance({ server }: Situation, { address = "" }: Arguments): Answer | readonly string[] {
  const found = instanceAt(server, address);
  return found ? printInstance(found, server) : unreadable(address);
}

/** Commands of the filter manager's own extension. */
export const FILTER_COMMANDS: readonly Command[] = [
  { ...FLTKD, parser: "fltkd-filters", typed: /^filters$/i, answer: ({ server }) => printFilters(server) },
  { ...FLTKD, parser: "fltkd-filters", typed: /^frames$/i, answer: ({ server }) => printFrames(server) },
  {
    ...FLTKD,
    parser: "fltkd-filters",
    typed: new RegExp(`^filter\\s+${ADDRESS}$`, "i"),
    answer: ofFilter(printFilter),
  },
  {
    ...FLTKD,
    parser: "fltkd-portlist",
    typed: new RegExp(`^portlist\\s+${ADDRESS}$`, "i"),
    answer: ofFilter(printPorts),
  },
  { ...FLTKD, parser: "fltkd-volumes", typed: /^volumes$/i, answer: ({ server }) => printVolumes(server) },
  { ...FLTKD, parser: "fltkd-instances", typed: new RegExp(`^instance\\s+${ADDRESS}$`, "i"), answer: instance },
  {
    ...FLTKD,
    parser: "fltkd-instances",
    typed: /^instances$/i,
    answer: ({ server }) => printed(server, "fltkd-instances", "list-x86", "list-x64"),
  },
  {
    ...FLTKD,
    parser: "fltkd-cbd",
    typed: new RegExp(`^cbd\\s+${ADDRESS}$`, "i"),
    answer: ({ server }, { address = "" }) =>
      isAt(address)(server.filterManager.callback) ? printCallback(server) : unreadable(address),
  },
];
