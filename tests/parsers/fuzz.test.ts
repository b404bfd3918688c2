import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "@/simulator/random";
import { fuzzedPaste } from "../support/fuzzed-paste";
import { accountFaults } from "../support/line-account";

/** The long run, `npm run test:long`, reads 100,000 and watches the time they take. */
const PASTES = 2000;
/** The seed of all properties of this run. */
const SEED = fc.readConfigureGlobal()?.seed ?? 0;

test(`whatever is pasted, nothing throws and every line is accounted for once (seed ${SEED})`, () => {
  const faults: string[] = [];
  for (let at = 0; at < PASTES && faults.length < 5; at++) {
    const text = fuzzedPaste(new Random(SEED).fork(`paste ${at}`));
    faults.push(...accountFaults(text).map((fault) => `WAITCHAIN_SEED=${SEED}, paste ${at}: ${fault}`));
  }
  expect(faults).toEqual([]);
}, 240_000);
