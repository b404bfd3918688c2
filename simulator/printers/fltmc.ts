import type { FilterInstancesReport, FiltersReport } from "@/evidence";
import type { Filter, FilterInstance } from "../filters";
import type { Server } from "../server";
import type { Printer } from "./printer";

const FILTER_WIDTH = 20;

/** The whole part is set to the right of six columns; a fraction follows. */
function altitudeText(altitude: string, width: number): string {
  const whole = altitude.split(".")[0] ?? altitude;
  return (" ".repeat(Math.max(0, 6 - whole.length)) + altitude).padEnd(width);
}

/** `fltmc`: the filters of the system. */
export function printFilters({ filters }: Server): string[] {
  return [
    "",
    "Filter Name                     Num Instances    Altitude    Frame",
    "------------------------------  -------------  ------------  -----",
    ...filters.map(({ name, altitude, frame, legacy, instances }) =>
      legacy
        ? `${name.padEnd(48)}${altitudeText(altitude, 12)}<Legacy>`
        : `${name.padEnd(32)}${String(instances.length).padStart(9)}       ${altitudeText(altitude, 15)}${frame}`,
    ),
  ];
}

interface Listed {
  filter: Filter;
  instance: FilterInstance;
}

function listed({ filters }: Server): Listed[] {
  return filters.flatMap((filter) => filter.instances.map((instance) => ({ filter, instance })));
}

/** `2003` prints neither features nor status; `-v` leaves out the volume. */
export interface InstancesForm {
  features: boolean;
  volume: string | null;
}

function inScope(server: Server, { volume }: InstancesForm): Listed[] {
  return listed(server).filter(({ instance }) => volume === null || instance.volume === volume);
}

/** `fltmc instances`: which filter is attached to which volume. */
export function printFilterInstances(server: Server, form: InstancesForm): string[] {
  const wide = form.volume === null;
  const end = form.features ? ["   SprtFtrs  VlStatus", "   --------  --------"] : ["", ""];
  return [
    `${"Filter".padEnd(22)}${wide ? "Volume Name".padEnd(39) : ""}  Altitude        Instance Name       Frame${end[0]}`,
    `${"-".repeat(FILTER_WIDTH)}  ${wide ? `${"-".repeat(37)}  ` : ""}------------  ----------------------  -----${end[1]}`,
    ...inScope(server, form).map(({ filter, instance }) => {
      const start = filter.name.slice(0, FILTER_WIDTH).padEnd(22) + (wide ? (instance.volume ?? "").padEnd(39) : "");
      const features = form.features ? `     ${instance.supportedFeatures}` : "";
      const status = form.features && instance.detached ? "  Detached" : "";
      return `${start}   ${altitudeText(filter.altitude, 11)}${instance.name.padEnd(22)}  ${String(instance.frame).padStart(3)}${features}${status}`;
    }),
  ];
}

const FILTERS: Printer<FiltersReport> = {
  parser: "fltmc",
  dialect: "filters",
  needs: {},
  prompt: "cmd",
  command: () => "fltmc",
  print: printFilters,
  expected: ({ filters }) => ({
    kind: "filters",
    filters: filters.map(({ name, altitude, frame, legacy, instances }) => ({
      name,
      instances: legacy ? null : instances.length,
      altitude,
      frame: legacy ? null : frame,
      legacy,
    })),
    complete: true,
  }),
};

function instances(dialect: string, needs: Printer["needs"], form: InstancesForm): Printer<FilterInstancesReport> {
  return {
    parser: "fltmc-instances",
    dialect,
    needs,
    prompt: "cmd",
    command: () => (form.volume === null ? "fltmc instances" : `fltmc instances -v ${form.volume}`),
    print: (server) => printFilterInstances(server, form),
    expected: (server, echoed) => ({
      kind: "filter-instances",
      instances: inScope(server, form).map(({ filter, instance }) => ({
        filter: filter.name.slice(0, FILTER_WIDTH),
        volume: form.volume === null ? instance.volume : null,
        altitude: filter.altitude,
        instance: instance.name,
        frame: instance.frame,
        supportedFeatures: form.features ? instance.supportedFeatures : null,
        volumeStatus: form.features && instance.detached ? "Detached" : null,
      })),
      scope: { volume: echoed ? form.volume : null, filter: null },
      complete: inScope(server, form).length > 0,
    }),
  };
}

export const FLTMC: readonly Printer<FiltersReport | FilterInstancesReport>[] = [
  { ...FILTERS, dialect: "legacy", needs: { systems: ["2003", "2008-r2"] } },
  {
    ...FILTERS,
    dialect: "minifilters",
    needs: { systems: ["2019"] },
    prompt: "powershell",
    command: () => "fltmc filters",
  },
  instances("2003", { systems: ["2003", "2008-r2"] }, { features: false, volume: null }),
  instances("with-features", { systems: ["2019"] }, { features: true, volume: null }),
  instances("one-volume", { systems: ["2019"] }, { features: true, volume: "C:" }),
];
