import { expect, test } from "vitest";
import { formatCode } from "@/training/code";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import { runDrill } from "../support/drill-runs";

/** Servers of each drill. */
const SEEDS = [1, 2];

test.each(WRITTEN_DRILLS.map(({ id }) => id))(
  "the procedure reaches full marks on the drill %s, and nobody by guessing",
  (id) => {
    for (const seed of SEEDS) {
      const { solved, random, blamesAtOnce } = runDrill(formatCode({ kind: "written", id, seed }));
      expect(solved).toBe(100);
      expect(random).toBeLessThan(40);
      expect(blamesAtOnce).toBeLessThan(40);
    }
  },
);
