import { expect, test } from "vitest";
import { createTrainingClient, type TrainingClient, type TrainingWorker } from "@/browser/training-client";
import { TrainingEngine } from "@/browser/training-engine";
import type { TrainingReply, TrainingRequest } from "@/browser/training-protocol";
import { WaitchainError } from "@/evidence";
import type { Act } from "@/training/attempt";
import { formatCode } from "@/training/code";
import { DrillSession } from "@/training/session";

const CODE = formatCode({ kind: "generated", topic: "native", level: 1, seed: 5 });

/** A worker on this thread whose messages are copied as between real threads. */
class FakeWorker implements TrainingWorker {
  onmessage: TrainingWorker["onmessage"] = null;
  onerror: TrainingWorker["onerror"] = null;
  onmessageerror: TrainingWorker["onmessageerror"] = null;
  readonly replied: TrainingReply[] = [];
  ended = false;
  mood: "well" | "dies" = "well";
  private readonly engine = new TrainingEngine((reply) => this.reply(reply));

  constructor({ loads = true }: { loads?: boolean } = {}) {
    setTimeout(() => (loads ? this.reply({ type: "ready" }) : this.onerror?.(new Event("error") as ErrorEvent)));
    if (!loads) this.ended = true;
  }

  postMessage(request: TrainingRequest): void {
    const copy = structuredClone(request);
    if (this.mood === "dies") setTimeout(() => this.onerror?.(new Event("error") as ErrorEvent));
    else if (!this.ended) setTimeout(() => this.engine.handle(copy));
  }

  terminate(): void {
    this.ended = true;
  }

  private reply(reply: TrainingReply): void {
    const data = structuredClone(reply);
    this.replied.push(data);
    if (!this.ended) this.onmessage?.(new MessageEvent("message", { data }));
  }
}

function clientWith(...workers: FakeWorker[]): TrainingClient {
  const waiting = [...workers];
  return createTrainingClient({ startWorker: () => waiting.shift() ?? null });
}

const timed = (at: number, act: Act): { at: number; act: Act } => ({ at, act });
const SECOND = timed(9, { do: "type", line: "!syncblk" });
const ACTS = [timed(3, { do: "type", line: "~" }), SECOND];

async function codeOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof WaitchainError)) throw error ?? new Error("Nothing was thrown");
  return error.problem.code;
}

test("a worker shows exactly what playing here shows, and sends each output once", async () => {
  const worker = new FakeWorker();
  const client = clientWith(worker);
  await client.open(CODE, ACTS.slice(0, 1));
  const view = await client.act(SECOND);
  expect(view).toEqual(new DrillSession(CODE, ACTS).view());
  const sent = worker.replied.flatMap((reply) => (reply.type === "view" ? [reply.view.terminal.length] : []));
  expect(sent).toEqual([1, 1]);
});

test("entries of the terminal that did not change stay the very same objects", async () => {
  const client = clientWith(new FakeWorker());
  const before = await client.open(CODE, ACTS.slice(0, 1));
  const after = await client.act(SECOND);
  expect(after.terminal[0]).toBe(before.terminal[0]);
});

test("what a word can become is asked of the drill at hand", async () => {
  const client = clientWith(new FakeWorker());
  await client.open(CODE, []);
  expect((await client.complete("!sync")).options).toContain("!syncblk");
});

test("a wrong code is refused with what to do", async () => {
  expect(await codeOf(clientWith(new FakeWorker()).open("locks-1-ZZZZZ", []))).toBe("DRILL_CODE_WRONG");
});

test("when the worker dies the act is refused, and the next one is played on from where it stood", async () => {
  const first = new FakeWorker();
  const client = clientWith(first, new FakeWorker());
  await client.open(CODE, ACTS.slice(0, 1));
  first.mood = "dies";
  expect(await codeOf(client.act(SECOND))).toBe("WORKER_FAILED");
  const view = await client.act(SECOND);
  expect(view.terminal.map(({ line }) => line)).toEqual(["~", "!syncblk"]);
});

test("where no worker can be loaded the page plays by itself", async () => {
  const client = clientWith(new FakeWorker({ loads: false }));
  expect((await client.open(CODE, ACTS)).terminal).toHaveLength(2);
});

test("a closed client ends what is being waited for", async () => {
  const client = clientWith(new FakeWorker());
  const opening = codeOf(client.open(CODE, []));
  client.dispose();
  expect(await opening).toBe("TRAINING_CLOSED");
});
