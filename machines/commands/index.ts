export * from "./connections";
export * from "./kernel";
export * from "./locks";
export * from "./runtime";
export * from "./server";
export * from "./signals";
export * from "./stacks";
