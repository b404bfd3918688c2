import type { Stage } from "./stage";

/** Drivers of products that look into every file access, by name and altitude. */
const PRODUCTS: readonly (readonly [name: string, altitude: string])[] = [
  ["AcmeBkp", "281999.25"],
  ["AcmeScan", "328777"],
  ["ContosoEdr", "385999"],
  ["AcmeIdx", "368999"],
];

/** Puts a product's filter driver on every volume; gives its name. */
export function filterOf(stage: Stage): string {
  const { server, random } = stage;
  const [name, altitude] = random.pick(PRODUCTS);
  const filter = {
    name,
    altitude,
    frame: 0,
    legacy: false,
    instances: ["C:", "D:"].map((volume) => ({
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
  return name;
}
