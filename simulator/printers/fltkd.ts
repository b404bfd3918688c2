import type {
  FilterManagerFiltersReport,
  FilterManagerInstancesReport,
  FilterManagerObject,
  FilterManagerVolumesReport,
  FilterPortsReport,
} from "@/evidence";
import type { Facts } from "../facts";
import type { ManagedFilter, ManagedInstance } from "../filter-manager";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

function wide(address: string, { runtime: { bits } }: Server): string {
  return pointer(address, bits);
}

interface Named {
  address: string;
  name: string;
  altitude: string;
}

function objectText({ address, name, altitude }: Named, server: Server): string {
  return `${wide(address, server)} "${name}" "${altitude}"`;
}

function filterLines(filter: ManagedFilter, server: Server, depth: number): string[] {
  const gap = "   ".repeat(depth);
  return [
    `${gap}FLT_FILTER: ${objectText(filter, server)}`,
    ...filter.instances.map((instance) => `${gap}   FLT_INSTANCE: ${objectText(instance, server)}`),
  ];
}

/** `!fltkd.filters`: the minifilters with their instances. */
export function printFilters(server: Server): string[] {
  return server.filterManager.frames.flatMap(({ listAddress, name, filters }) => [
    "",
    `Filter List: ${wide(listAddress, server)} "${name}" `,
    ...filters.flatMap((filter) => filterLines(filter, server, 1)),
  ]);
}

/** `!fltkd.frames`: the same below the frames they stand in. */
export function printFrames(server: Server): string[] {
  const { list, frames } = server.filterManager;
  return [
    "",
    `Frame List: ${wide(list, server)} `,
    ...frames.flatMap(({ address, name, altitudes, filters }) => [
      `   FLTP_FRAME: ${wide(address, server)} "${name}" "${altitudes}"`,
      ...filters.flatMap((filter) => filterLines(filter, server, 2)),
    ]),
  ];
}

function property(name: string, value: string, depth = 1): string {
  return `${"   ".repeat(depth)}${name.padEnd(25)}: ${value}`;
}

/** A list's two ends. */
function linkText(address: string, server: Server): string {
  return `[${wide(address, server)}-${wide(address, server)}]`;
}

function objectLines(address: string, kind: string, pointers: number, server: Server): string[] {
  return [
    `   FLT_OBJECT: ${wide(address, server)}  [${kind === "Filter" ? "02000000" : "01000000"}] ${kind}`,
    property("RundownRef", `0x${wide("2", server)} (1)`, 2),
    property("PointerCount", `0x${pointers.toString(16).padStart(8, "0")}`, 2),
    property("PrimaryLink", linkText(address, server), 2),
  ];
}

function subject({ filterManager: { frames } }: Server): ManagedFilter {
  const filters = frames.flatMap((frame) => frame.filters);
  const filter = filters.find(({ instances }) => instances.length > 0) ?? filters[0];
  if (!filter) throw new RangeError("A server has minifilters.");
  return filter;
}

/** `!fltkd.filter`: one filter in full. */
export function printFilter(filter: ManagedFilter, server: Server): string[] {
  const frame = server.filterManager.frames.find(({ filters }) => filters.includes(filter));
  return [
    "",
    `FLT_FILTER: ${objectText(filter, server)}`,
    ...objectLines(filter.address, "Filter", 1, server),
    property("Frame", `${wide(frame?.address ?? "0", server)} "${frame?.name ?? ""}"`),
    property("Flags", "[00000002] FilteringInitiated"),
    property("DriverObject", wide(filter.driverObject, server)),
    "",
  ];
}

/** `!fltkd.volumes`: the volumes with the filters on them. */
export function printVolumes(server: Server): string[] {
  const { frames, volumes } = server.filterManager;
  const [frame] = frames;
  return [
    "",
    `Volume List: ${wide(frame?.address ?? "0", server)} "${frame?.name ?? "Frame 0"}" `,
    ...volumes.flatMap(({ address, name, instances }) => [
      `   FLT_VOLUME: ${wide(address, server)} "${name}"`,
      ...instances.map((instance) => `      FLT_INSTANCE: ${objectText(instance, server)}`),
    ]),
  ];
}

function instancesOf({ filterManager: { frames } }: Server): ManagedInstance[] {
  return frames.flatMap(({ filters }) => filters.flatMap(({ instances }) => instances));
}

/** The instance to look at; servers without any show none. */
function instanceOf(server: Server): ManagedInstance | null {
  return instancesOf(server)[0] ?? null;
}

/** `!fltkd.instance`: a filter's presence on a volume. */
export function printInstance(instance: ManagedInstance, server: Server): string[] {
  const { address, pointerCount, volume, filter, context } = instance;
  const show = (value: string): string => wide(value, server);
  return [
    "",
    `FLT_INSTANCE: ${objectText(instance, server)}`,
    ...objectLines(address, "Instance", pointerCount, server),
    property("OperationRundownRef", show(filter.address)),
    `Could not read field "Number" of fltmgr!_EX_RUNDOWN_REF_CACHE_AWARE from address: ${show(filter.address)}`,
    property("Flags", "[00000000]"),
    property("Volume", `${show(volume.address)} "${volume.name}"`),
    property("Filter", `${show(filter.address)} "${filter.name}"`),
    property("ContextLock", `(${show(address)})`),
    property("Context", show(context ?? "0")),
    property("CallbackNodes", `(${show(address)})`),
    property("FilterLink", linkText(address, server)),
  ];
}

/** `!fltkd.portlist`: the services that a filter talks to. */
export function printPorts(filter: ManagedFilter, server: Server): string[] {
  const show = (value: string): string => wide(value, server);
  const ends = linkText(filter.address, server);
  return [
    ` FLT_FILTER: ${show(filter.address)}    Client Port List         : Mutex (${show(filter.address)}) List ${ends} mCount=${filter.ports.length}`,
    ...filter.ports.flatMap(({ address, serverPort, entries, messageId, disconnected }) => [
      `       FLT_PORT_OBJECT: ${show(address)}`,
      ...[
        `${"FilterLink".padEnd(25)}: ${linkText(address, server)}`,
        `${"ServerPort".padEnd(25)}: ${show(serverPort)}`,
        `${"Cookie".padEnd(25)}: ${show(filter.address)}`,
        `${"Lock".padEnd(25)}: (${show(address)})`,
        `${"MsgQ".padEnd(25)}: (${show(address)})  NumEntries=${entries} Enabled`,
        `${"MessageId".padEnd(25)}: 0x${messageId.padStart(16, "0")}`,
        `${"DisconnectEvent".padEnd(25)}: (${show(address)})`,
        `${"Disconnected".padEnd(25)}: ${disconnected ? "TRUE" : "FALSE"}`,
      ].map((line) => `          ${line}`),
    ]),
  ];
}

function objectFacts({ address, name, altitude }: Named): Facts<FilterManagerObject> {
  return { address, name, altitude };
}

function filterFacts(
  filter: ManagedFilter,
  frame: string | null,
): Facts<FilterManagerFiltersReport["filters"][number]> {
  return { ...objectFacts(filter), frame, instances: filter.instances.map(objectFacts) };
}

type FilterManagerReport =
  | FilterManagerFiltersReport
  | FilterManagerVolumesReport
  | FilterManagerInstancesReport
  | FilterPortsReport;

const EMPTY_INSTANCE = { pointerCount: null, flags: null, flagNames: [], context: null } as const;
const UNKNOWN_PLACE = { filter: null, filterAddress: null, volume: null, volumeAddress: null } as const;

function all(name: string, needs: Printer["needs"]): Printer<FilterManagerReport>[] {
  const base = { needs, prompt: "kernel" } as const;
  return [
    {
      ...base,
      parser: "fltkd-filters",
      dialect: `filters-${name}`,
      command: () => "!fltkd.filters",
      print: printFilters,
      expected: ({ filterManager: { frames } }) => ({
        kind: "filter-manager-filters",
        frames: frames.map((frame) => ({ address: frame.listAddress, name: frame.name, altitudes: null })),
        filters: frames.flatMap((frame) => frame.filters.map((filter) => filterFacts(filter, frame.name))),
        complete: true,
      }),
    },
    {
      ...base,
      parser: "fltkd-filters",
      dialect: `frames-${name}`,
      command: () => "!fltkd.frames",
      print: printFrames,
      expected: ({ filterManager: { frames } }) => ({
        kind: "filter-manager-filters",
        frames: frames.map((frame) => ({ address: frame.address, name: frame.name, altitudes: frame.altitudes })),
        filters: frames.flatMap((frame) => frame.filters.map((filter) => filterFacts(filter, frame.name))),
        complete: true,
      }),
    },
    {
      ...base,
      parser: "fltkd-filters",
      dialect: `filter-${name}`,
      command: (server) => `!fltkd.filter ${wide(subject(server).address, server)}`,
      print: (server) => printFilter(subject(server), server),
      expected: (server) => ({
        kind: "filter-manager-filters",
        frames: [],
        filters: [{ ...filterFacts(subject(server), null), instances: [] }],
        complete: false,
      }),
    },
    {
      ...base,
      parser: "fltkd-volumes",
      dialect: name,
      command: () => "!fltkd.volumes",
      print: printVolumes,
      expected: ({ filterManager: { frames, volumes } }) => ({
        kind: "filter-manager-volumes",
        frames: frames.slice(0, 1).map((frame) => ({ address: frame.address, name: frame.name, altitudes: null })),
        volumes: volumes.map((volume) => ({
          address: volume.address,
          name: volume.name,
          frame: frames[0]?.name ?? "Frame 0",
          instances: volume.instances.map(objectFacts),
        })),
        complete: true,
      }),
    },
    {
      ...base,
      parser: "fltkd-instances",
      dialect: `instance-${name}`,
      command: (server) => `!fltkd.instance ${wide(instanceOf(server)?.address ?? "0", server)}`,
      print: (server) => {
        const instance = instanceOf(server) ?? bareInstance(server);
        return printInstance(instance, server);
      },
      expected: (server) => {
        const instance = instanceOf(server) ?? bareInstance(server);
        return {
          kind: "filter-manager-instances",
          instances: [
            {
              ...objectFacts(instance),
              filter: instance.filter.name,
              filterAddress: instance.filter.address,
              volume: instance.volume.name,
              volumeAddress: instance.volume.address,
              pointerCount: instance.pointerCount,
              flags: "0",
              flagNames: [],
              context: instance.context,
            },
          ],
        };
      },
    },
    {
      ...base,
      parser: "fltkd-instances",
      dialect: `list-${name}`,
      command: () => "!fltkd.instances",
      print: (server) => listed(server).map((instance) => `FLT_INSTANCE: ${objectText(instance, server)}`),
      expected: (server) => ({
        kind: "filter-manager-instances",
        instances: listed(server).map((instance) => ({
          ...objectFacts(instance),
          ...UNKNOWN_PLACE,
          ...EMPTY_INSTANCE,
        })),
      }),
    },
    {
      ...base,
      parser: "fltkd-portlist",
      dialect: name,
      command: (server) => `!fltkd.portlist ${wide(subject(server).address, server)}`,
      print: (server) => printPorts(subject(server), server),
      expected: (server) => {
        const { address, ports } = subject(server);
        return {
          kind: "filter-ports",
          filter: address,
          count: ports.length,
          ports: ports.map((port) => ({
            address: port.address,
            serverPort: port.serverPort,
            messageQueueEntries: port.entries,
            messageId: port.messageId,
            disconnected: port.disconnected,
          })),
        };
      },
    },
  ];
}

/** Where no filter sits on a volume, the first filter's place on the first one. */
function bareInstance(server: Server): ManagedInstance {
  const filter = subject(server);
  const [volume] = server.filterManager.volumes;
  return {
    address: filter.driverObject,
    name: `${filter.name} Instance`,
    altitude: filter.altitude,
    filter,
    volume: volume ?? { address: "0", name: "" },
    pointerCount: 1,
    context: null,
  };
}

function listed(server: Server): ManagedInstance[] {
  const instances = instancesOf(server);
  return instances.length > 0 ? instances : [bareInstance(server)];
}

export const FLTKD: readonly Printer<FilterManagerReport>[] = [
  ...all("x86", { bits: 32 }),
  ...all("x64", { bits: 64 }),
];
