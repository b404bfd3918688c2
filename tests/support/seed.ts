import fc from "fast-check";

/** One seed for every property of a run, so that a red run is red again; `WAITCHAIN_SEED=random` draws another. */
const FIXED = 20_261_122;

const wanted = process.env.WAITCHAIN_SEED;
const seed = wanted === "random" ? Date.now() % 2 ** 31 : Number(wanted ?? FIXED);
if (!Number.isInteger(seed)) throw new Error(`WAITCHAIN_SEED must be a whole number or "random", not ${wanted}.`);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
