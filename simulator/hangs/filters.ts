import type { Stage } from "./stage";

/** Drivers of products that look into every file access, by name and altitude. */
const PRODUCTS: readonly (readonly [name: string, altitude: string])[] = [
  ["AcmeBkp", "281999.25"],
  ["AcmeScan", "328777"],
  ["ContosoEdr", "385999"],
  ["AcmeIdx", "368999"],
];

/** Leaves only the filters that are Windows' own. */
export function onlyWindowsFilters(stage: Stage): void {
  stage.set({ filters: stage.server.filters.filter(({ name }) => !/Acme|Contoso|Old|Some/.test(name)) });
}

/** Puts a filter driver on every volume, or one of the old kind, which the filter manager has no instances of. */
export function addFilter(stage: Stage, name: string, altitude: string, legacy = false): void {
  const { server } = stage;
  const filter = {
    name,
    altitude,
    frame: 0,
    legacy,
    instances: (legacy ? [] : ["C:", "D:"]).map((volume) => ({
      volume,
      name: `${name} Instance`,
      frame: 0,
      supportedFeatures: "00000003",
      detached: false,
    })),
  };
  const others = server.filters.filter((known) => known.name !== name);
  const filters = [...others, filter].sort((a, b) => Number(b.altitude) - Number(a.altitude));
  stage.set({ filters });
}

/** Puts a product's filter driver on every volume; gives its name. */
export function filterOf(stage: Stage): string {
  const [name, altitude] = stage.random.pick(PRODUCTS);
  addFilter(stage, name, altitude);
  return name;
}
