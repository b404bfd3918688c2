import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, inputsOf, liveEntries } from "@/cases/case-log";
import { redoStep, undoStep } from "@/cases/undo";

const AT = "2024-05-01T10:00:00.000Z";

function note(id: string): Entry {
  return { type: "note", id, at: AT, text: id, step: null };
}

function removal(id: string, entry: string): Entry {
  return { type: "removal", id, at: AT, entry };
}

function liveIds(log: readonly Entry[]): string[] {
  return liveEntries(log).map((entry) => entry.id);
}

test("a removal that was removed takes nothing out", () => {
  const log = [note("a"), removal("r1", "a"), removal("r2", "r1")];
  expect(liveIds(log)).toEqual(["a"]);
  expect(liveIds([...log, removal("r3", "r2")])).toEqual([]);
});

test("undo goes back entry by entry, redo returns them in turn", () => {
  const log: Entry[] = [note("a"), note("b")];
  for (const [live, redoes] of [
    [["a"], "b"],
    [[], "a"],
  ] as const) {
    const step = undoStep(log);
    log.push(removal(`u${log.length}`, step?.remove ?? ""));
    expect(liveIds(log)).toEqual(live);
    expect(redoStep(log)?.entry.id).toBe(redoes);
  }
  expect(undoStep(log)).toBeNull();
  log.push(removal("r1", redoStep(log)?.remove ?? ""));
  expect(liveIds(log)).toEqual(["a"]);
  log.push(removal("r2", redoStep(log)?.remove ?? ""));
  expect(liveIds(log)).toEqual(["a", "b"]);
  expect(redoStep(log)).toBeNull();
});

test("taking out an older entry is something to undo in itself", () => {
  const log: Entry[] = [note("a"), note("b"), removal("x", "a")];
  expect(undoStep(log)).toEqual({ remove: "x", entry: note("a"), returns: true });
  log.push(removal("u", "x"));
  expect(liveIds(log)).toEqual(["a", "b"]);
  expect(redoStep(log)).toEqual({ remove: "u", entry: note("a"), returns: false });
  log.push(removal("r", "u"));
  expect(liveIds(log)).toEqual(["b"]);
});

test("a new entry ends what could be redone", () => {
  const log = [note("a"), note("b"), removal("u", "b"), note("c")];
  expect(redoStep(log)).toBeNull();
  expect(undoStep(log)?.remove).toBe("c");
});

test("an answer that is undone gives way to the one before", () => {
  const answer = (id: string, value: string): Entry => ({ type: "answer", id, at: AT, question: "recycling", value });
  const log = [answer("a", "frequent"), answer("b", "unknown")];
  expect(inputsOf(log).answers.get("recycling")).toBe("unknown");
  expect(inputsOf([...log, removal("u", "b")]).answers.get("recycling")).toBe("frequent");
});

test("whatever was done, undoing all of it and redoing all of it leads to the same entries", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant("add"), fc.nat(9)), { maxLength: 30 }), (actions) => {
      const log: Entry[] = [];
      for (const action of actions) {
        const live = liveIds(log);
        const target = typeof action === "number" ? live[action] : undefined;
        if (action === "add") log.push(note(`n${log.length}`));
        else if (target) log.push(removal(`x${log.length}`, target));
      }
      const last = [note("last")];
      const before = liveIds([...log, ...last]);
      const all = [...log, ...last];
      let count = 0;
      for (let step = undoStep(all); step; step = undoStep(all)) {
        all.push(removal(`u${all.length}`, step.remove));
        expect(++count).toBeLessThan(100);
      }
      expect(liveIds(all)).toEqual([]);
      for (let step = redoStep(all); step; step = redoStep(all)) all.push(removal(`r${all.length}`, step.remove));
      expect(liveIds(all)).toEqual(before);
    }),
  );
});
