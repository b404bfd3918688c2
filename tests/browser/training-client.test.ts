import { expect, test } from "vitest";
import { createTrainingClient, type TrainingClient, type TrainingWorker } from "@/browser/training-client";
import { TrainingEngine } from "@/browser/training-engine";
import type { TrainingReply, TrainingRequest } from "@/browser/training-protocol";
import type { Act } from "@/training/attempt";
import { formatCode } from "@/training/code";
import { DrillSession } from "@/training/session";
import { FakeWorker, type Mood } from "../support/fake-worker";
import { problemLater } from "../support/problem-of";

const CODE = formatCode({ kind: "generated", topic: "native", level: 1, seed: 5 });

function workerOf(mood?: Mood): FakeWorker<TrainingRequest, TrainingReply> {
  return new FakeWorker<TrainingRequest, TrainingReply>((reply) => new TrainingEngine(reply), { type: "ready" }, mood);
}

function clientWith(...workers: TrainingWorker[]): TrainingClient {
  const waiting = [...workers];
  return createTrainingClient({ startWorker: () => waiting.shift() ?? null });
}

const timed = (at: number, act: Act): { at: number; act: Act } => ({ at, act });
const SECOND = timed(9, { do: "type", line: "!syncblk" });
const ACTS = [timed(3, { do: "type", line: "~" }), SECOND];

const codeOf = async (run: Promise<unknown>): Promise<string> => (await problemLater(run)).code;

test("a worker shows exactly what playing here shows, and sends each output once", async () => {
  const worker = workerOf();
  const client = clientWith(worker);
  await client.open(CODE, ACTS.slice(0, 1));
  const view = await client.act(SECOND);
  expect(view).toEqual(new DrillSession(CODE, ACTS).view());
  const sent = worker.replied.flatMap((reply) => (reply.type === "view" ? [reply.view.terminal.length] : []));
  expect(sent).toEqual([1, 1]);
});

test("entries of the terminal that did not change stay the very same objects", async () => {
  const client = clientWith(workerOf());
  const before = await client.open(CODE, ACTS.slice(0, 1));
  const after = await client.act(SECOND);
  expect(after.terminal[0]).toBe(before.terminal[0]);
});

test("what a word can become is asked of the drill at hand", async () => {
  const client = clientWith(workerOf());
  await client.open(CODE, []);
  expect((await client.complete("!sync")).options).toContain("!syncblk");
});

test("a wrong code is refused with what to do", async () => {
  expect(await codeOf(clientWith(workerOf()).open("locks-1-ZZZZZ", []))).toBe("DRILL_CODE_WRONG");
});

test("when the worker dies the act is refused, and the next one is played on from where it stood", async () => {
  const first = workerOf();
  const client = clientWith(first, workerOf());
  await client.open(CODE, ACTS.slice(0, 1));
  first.mood = "dies-on-request";
  expect(await codeOf(client.act(SECOND))).toBe("WORKER_FAILED");
  const view = await client.act(SECOND);
  expect(view.terminal.map(({ line }) => line)).toEqual(["~", "!syncblk"]);
});

test("where no worker can be loaded the page plays by itself", async () => {
  const client = clientWith(workerOf("never-loads"));
  expect((await client.open(CODE, ACTS)).terminal).toHaveLength(2);
});

test("a closed client ends what is being waited for", async () => {
  const client = clientWith(workerOf());
  const opening = codeOf(client.open(CODE, []));
  client.dispose();
  expect(await opening).toBe("TRAINING_CLOSED");
});
