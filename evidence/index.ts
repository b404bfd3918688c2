export * from "./block";
export * from "./cause";
export * from "./finding";
export * from "./hex";
export * from "./problem";
export * from "./reports";
export * from "./transcript";
