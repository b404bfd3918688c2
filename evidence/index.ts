export * from "./block";
export * from "./cause";
export * from "./file-name";
export * from "./finding";
export * from "./hex";
export * from "./problem";
export * from "./reports";
export * from "./transcript";
