import { expect, test } from "vitest";
import { Random } from "@/simulator/random";
import { complaintOf } from "@/training/complaints";
import { TOPICS } from "@/training/topics";

test("customers complain in many ways, and the same seed in the same one", () => {
  for (const topic of TOPICS) {
    const said = Array.from({ length: 60 }, (_item, seed) => complaintOf(topic, new Random(seed)));
    expect(new Set(said).size).toBe(9);
    expect(complaintOf(topic, new Random(7))).toBe(said[7]);
  }
});
