import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { verdictOf } from "@/cases/verdict";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { CASE_STUDY } from "../support/case-study";

test("who waits for whom is told as a sentence with the verdict, although nothing is locked for good", () => {
  const answers = new Map([["folder-size", "80 GB"]]);
  const { chain } = verdictOf(diagnose(aspnetHangPlaybook, CASE_STUDY, { answers }));
  const [told] = chain.filter(({ id }) => id === "wait-chain-end");

  expect(told?.says).toMatch(
    /^72 threads wait for the lock on System\.Web\.HttpApplicationFactory, held by thread 39, which /,
  );
  expect(told?.values).toMatchObject({ thread: 39, locks: ["System.Web.HttpApplicationFactory"] });
  expect(told?.cites.length).toBeGreaterThan(1);
});
