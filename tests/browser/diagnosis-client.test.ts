import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createDiagnosisClient, type DiagnosisClient, type DiagnosisWorker } from "@/browser/diagnosis-client";
import { DiagnosisEngine } from "@/browser/diagnosis-engine";
import { type DiagnosisReply, type DiagnosisRequest, placedAt } from "@/browser/diagnosis-protocol";
import type { Inputs } from "@/cases/case-log";
import { type Diagnosis, diagnose, read } from "@/cases/diagnose";
import { playbookById } from "@/machines/list";
import { FakeWorker, type Mood } from "../support/fake-worker";
import { problemLater } from "../support/problem-of";

const FIXTURES = join(import.meta.dirname, "../fixtures/case-study");
const PLAYBOOK = "aspnet-hang";

const TRANSCRIPTS = readdirSync(FIXTURES)
  .filter((name) => /^0\d-.*\.txt$/.test(name))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(FIXTURES, name), "utf8") }));

function inputs(transcripts: Inputs["transcripts"], answers: Record<string, string> = {}): Inputs {
  return { transcripts, answers: new Map(Object.entries(answers)), skipped: [], limits: {} };
}

function expected({ transcripts, answers }: Inputs): Diagnosis {
  const playbook = playbookById(PLAYBOOK);
  if (!playbook) throw new Error("no such playbook");
  return diagnose(playbook, transcripts, { answers });
}

function workerOf(mood?: Mood): FakeWorker<DiagnosisRequest, DiagnosisReply> {
  return new FakeWorker<DiagnosisRequest, DiagnosisReply>(
    (reply) => new DiagnosisEngine(reply),
    { type: "ready" },
    mood,
  );
}

function clientWith(...workers: DiagnosisWorker[]): DiagnosisClient {
  const waiting = [...workers];
  return createDiagnosisClient({ startWorker: () => waiting.shift() ?? null });
}

const codeOf = async (run: Promise<unknown>): Promise<string> => (await problemLater(run)).code;

test("a worker diagnoses exactly what reading here diagnoses", async () => {
  const worker = workerOf();
  const client = clientWith(worker);
  const all = inputs(TRANSCRIPTS, { "folder-size": "80GB" });
  expect(await client.diagnose(all, { playbook: PLAYBOOK })).toEqual(expected(all));
  client.dispose();
  expect(worker.ended).toBe(true);
});

test("a browser without workers reads on the page", async () => {
  const client = createDiagnosisClient({ startWorker: () => null });
  const all = inputs(TRANSCRIPTS);
  expect(await client.diagnose(all, { playbook: PLAYBOOK })).toEqual(expected(all));
  const blocked = createDiagnosisClient({
    startWorker: () => {
      throw new DOMException("workers are not allowed", "SecurityError");
    },
  });
  expect(await blocked.diagnose(all, { playbook: PLAYBOOK })).toEqual(expected(all));
});

test("a reading depends on its place by nothing but the number of the file", () => {
  for (const transcript of TRANSCRIPTS) {
    expect(placedAt(read(transcript, 0), 5)).toEqual(read(transcript, 5));
  }
});

test("each text is sent and read once, whatever is added, moved or answered", async () => {
  const worker = workerOf();
  const client = clientWith(worker);
  const [first, second, third] = TRANSCRIPTS.slice(3, 6);
  if (!first || !second || !third) throw new Error("fixtures are missing");
  await client.diagnose(inputs([first]), { playbook: PLAYBOOK });
  const both = await client.diagnose(inputs([first, second]), { playbook: PLAYBOOK });
  const swapped = inputs([third, second, first], { trigger: "after-restart" });
  const all = await client.diagnose(swapped, { playbook: PLAYBOOK });
  expect(all).toEqual(expected(swapped));
  expect(worker.asked.map(({ texts }) => texts.map(({ text }) => text))).toEqual([
    [first.text],
    [second.text],
    [third.text],
  ]);
  expect(worker.replied.filter((reply) => reply.type === "read")).toHaveLength(3);
  // The transcript that kept its place keeps its very objects, so that views need not be drawn again.
  expect(all.blocks.find(({ file }) => file === 1)).toBe(both.blocks.find(({ file }) => file === 1));
});

test("a transcript taken out is forgotten on both sides, and read again when it comes back", async () => {
  const worker = workerOf();
  const client = clientWith(worker);
  const [first, second] = TRANSCRIPTS;
  if (!first || !second) throw new Error("fixtures are missing");
  await client.diagnose(inputs([first, second]), { playbook: PLAYBOOK });
  await client.diagnose(inputs([second]), { playbook: PLAYBOOK });
  const back = inputs([second, first]);
  expect(await client.diagnose(back, { playbook: PLAYBOOK })).toEqual(expected(back));
  expect(worker.asked[1]?.forget).toHaveLength(1);
  expect(worker.asked[2]?.texts.map(({ text }) => text)).toEqual([first.text]);
});

test("the same text twice in a case is one reading in two places", async () => {
  const client = clientWith(workerOf());
  const [one] = TRANSCRIPTS;
  if (!one) throw new Error("fixtures are missing");
  const twice = inputs([one, { ...one, name: "again" }]);
  expect(await client.diagnose(twice, { playbook: PLAYBOOK })).toEqual(expected(twice));
});

test("progress counts the transcripts that are read", async () => {
  const client = clientWith(workerOf());
  const seen: string[] = [];
  await client.diagnose(inputs(TRANSCRIPTS.slice(0, 3)), { playbook: PLAYBOOK }, ({ read, of }) =>
    seen.push(`${read}/${of}`),
  );
  expect(seen).toEqual(["0/3", "1/3", "2/3", "3/3"]);
});

test("a newer request takes the place of an older one, whose texts are not sent twice", async () => {
  const worker = workerOf();
  const client = clientWith(worker);
  const older = codeOf(client.diagnose(inputs(TRANSCRIPTS.slice(0, 5)), { playbook: PLAYBOOK }));
  const all = inputs(TRANSCRIPTS);
  const newer = client.diagnose(all, { playbook: PLAYBOOK });
  expect(await older).toBe("SUPERSEDED");
  expect(await newer).toEqual(expected(all));
  expect(worker.asked[1]?.texts).toHaveLength(TRANSCRIPTS.length - 5);
  expect(worker.replied.filter((reply) => reply.type === "done")).toHaveLength(1);
});

test("a worker that dies is reported, and the next request starts another with all texts", async () => {
  const dead = workerOf("dies-on-request");
  const well = workerOf();
  const client = clientWith(dead, well);
  const all = inputs(TRANSCRIPTS);
  expect(await codeOf(client.diagnose(all, { playbook: PLAYBOOK }))).toBe("WORKER_FAILED");
  expect(dead.ended).toBe(true);
  expect(await client.diagnose(all, { playbook: PLAYBOOK })).toEqual(expected(all));
  expect(well.asked[0]?.texts).toHaveLength(TRANSCRIPTS.length);
});

test("a worker whose file cannot be loaded leaves the reading to the page", async () => {
  const client = clientWith(workerOf("never-loads"));
  const all = inputs(TRANSCRIPTS);
  expect(await client.diagnose(all, { playbook: PLAYBOOK })).toEqual(expected(all));
});

test("a text too large to hand over is reported", async () => {
  const client = clientWith(workerOf("refuses-messages"));
  expect(await codeOf(client.diagnose(inputs(TRANSCRIPTS), { playbook: PLAYBOOK }))).toBe("WORKER_FAILED");
});

test("a playbook this site does not have is named", async () => {
  const client = clientWith(workerOf());
  expect(await codeOf(client.diagnose(inputs([]), { playbook: "printer-jam" }))).toBe("PLAYBOOK_UNKNOWN");
});

test("a reader that fails is named with its transcript, and the others can go on without it", async () => {
  const replies: DiagnosisReply[] = [];
  const engine = new DiagnosisEngine((reply) => replies.push(reply));
  const request: DiagnosisRequest = {
    request: 1,
    playbook: PLAYBOOK,
    tool: null,
    files: [{ key: 1, name: "bad.txt" }],
    // Stands for a fault inside a parser.
    texts: [{ key: 1, text: { split: () => null } as unknown as string }],
    forget: [],
    answers: new Map(),
    skipped: [],
    limits: {},
  };
  await engine.handle(request);
  expect(replies.at(-1)).toMatchObject({
    type: "failed",
    problem: { code: "WORKER_FAILED", what: expect.stringContaining("bad.txt") },
  });
  await engine.handle({ ...request, request: 2, files: [], texts: [], forget: [1] });
  expect(replies.at(-1)).toMatchObject({ type: "done", request: 2 });
});

test("the tool that was chosen decides the form of the commands", async () => {
  const client = clientWith(workerOf());
  const diagnosis = await client.diagnose(inputs([]), { playbook: PLAYBOOK, tool: "dotnet-dump" });
  expect(diagnosis.tool).toBe("dotnet-dump");
});

test("disposing ends what is running, and the client can be used again", async () => {
  const first = workerOf();
  const client = clientWith(first, workerOf());
  const running = codeOf(client.diagnose(inputs(TRANSCRIPTS), { playbook: PLAYBOOK }));
  client.dispose();
  expect(await running).toBe("SUPERSEDED");
  expect(await client.diagnose(inputs([]), { playbook: PLAYBOOK })).toEqual(expected(inputs([])));
  await vi.waitFor(() => expect(first.ended).toBe(true));
});
