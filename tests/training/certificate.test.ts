import { expect, test } from "vitest";
import { certificateFile, certificateOf, isVerified, openCertificate } from "@/training/results/certificate";
import { ACTS, playedFile, playedResult, replaySimply } from "../support/played-drill";
import { problemOf } from "../support/problem-of";

const FIRST = { code: "locks-1-0007P", finishedAt: "2026-05-01T10:00:00.000Z" };
const SECOND = { code: "locks-2-MDA84", finishedAt: "2026-05-03T10:00:00.000Z" };

test("a certificate has the name, the results in their order, and the day of the last", () => {
  const certificate = certificateOf([playedResult(SECOND), playedResult(FIRST), playedResult(FIRST)]);

  expect(certificate).toMatchObject({ name: "Ada Lovelace", day: "2026-05-03" });
  expect(certificate.results.map(({ result }) => result.code)).toEqual(["locks-1-0007P", "locks-2-MDA84"]);
  expect(certificate.verification).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
});

test("the results verify the code, however it is typed and in whichever order they come", () => {
  const { verification } = certificateOf([playedResult(FIRST), playedResult(SECOND)]);
  const again = certificateOf([playedResult(SECOND), playedResult(FIRST)]);

  expect(isVerified(verification, again)).toBe(true);
  expect(isVerified(` ${verification.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")} `, again)).toBe(true);
  expect(isVerified("", again)).toBe(false);
});

test.each([
  ["another name", [FIRST, SECOND].map((played) => ({ ...played, trainee: "Grace Hopper" }))],
  ["one result less", [FIRST]],
  ["another result", [FIRST, { ...SECOND, acts: [{ do: "hint" as const }, ...ACTS] }]],
  ["another day", [FIRST, { ...SECOND, finishedAt: "2026-05-04T10:00:00.000Z" }]],
])("%s does not verify the code", (_what, played) => {
  const { verification } = certificateOf([playedResult(FIRST), playedResult(SECOND)]);

  expect(isVerified(verification, certificateOf(played.map(playedResult)))).toBe(false);
});

test("the results of a certificate travel in one file, each checked as on its own", () => {
  const files = [playedFile(FIRST), playedFile(SECOND)];
  const certificate = certificateOf([playedResult(FIRST), playedResult(SECOND)]);

  expect(openCertificate(certificateFile(files), replaySimply)).toEqual(certificate);
  const [first = "", second = ""] = files;
  const damaged = certificateFile([first, second.replace('"total": 100', '"total": 101')]);
  expect(problemOf(() => openCertificate(damaged, replaySimply)).code).toBe("RESULT_CHANGED");
});

test.each([
  ["no result", [], "CERTIFICATE_EMPTY"],
  ["results of two people", [FIRST, { ...SECOND, trainee: "Grace Hopper" }], "CERTIFICATE_NAMES"],
  ["results without a name", [{ ...FIRST, trainee: null }], "CERTIFICATE_NAMES"],
])("%s makes no certificate", (_what, played, code) => {
  expect(problemOf(() => certificateOf(played.map(playedResult))).code).toBe(code);
});
