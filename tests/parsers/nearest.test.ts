import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { PARSERS } from "@/parsers/list";
import { nearestGuess } from "@/parsers/nearest";
import { coveredBy, vocabularies, wordsOf } from "@/parsers/vocabulary";

const guess = (text: string, within: string | null = null, first = 1) => {
  const texts = text.split("\n");
  return nearestGuess({ lines: [first, first + texts.length - 1], texts, within });
};

test.each([
  [
    "the heading of a table of locks",
    "Index SyncBlock MonitorHeld Recursion Owning Thread Info SyncBlock Owner",
    "sos-syncblk",
  ],
  ["the totals of the managed threads", "ThreadCount: 12\nUnstartedThread: 0\nBackgroundThread: 9", "sos-threads"],
  ["the heading of a folder listing", " Directory of C:\\inetpub\\temp", "dir"],
])("%s comes nearest to its own output", (_what, text, parser) => {
  expect(guess(text).parser).toBe(parser);
});

test("an output that breaks off says after which line", () => {
  const told = guess(
    "CPU utilization: 81%\nWorker Thread: Total: 40 Running: 40 Idle: 0 MaxLimit: 32767 MinLimit: 4\nWork Request in Queue: 312\nso this is what the customer sent us\nand nothing more came\nplease have a look",
    null,
    7,
  );
  expect(told).toEqual({ lines: [7, 12], parser: "sos-threadpool", says: "looks like `!threadpool` cut after line 9" });
});

test.each([
  ["prose", "the quick brown fox\njumps over the lazy dog"],
  ["a greeting", "Hello,\n\nwe rebooted it.\nRegards"],
  ["nothing but signs", "+++ ~~ @@ 77"],
  ["another language", "サーバーが応答しません"],
])("%s comes near nothing, and that is said", (_what, text) => {
  expect(guess(text)).toMatchObject({ parser: null, says: "nothing known comes near" });
});

test.each([
  ["rows without their heading", "0012f6c0 7c90d21a 00000001\n0012f6c4 7c90d21b 00000002", /rows of addresses/],
  [
    "a log of a program",
    "2024-05-01 10:00:01 worker 3 done\n2024-05-01 10:00:02 worker 4 done",
    /log with time stamps/,
  ],
  ["a page", "<html>\n<body>\n<p>x</p>", /source of a page/],
  ["JSON", '{\n  "name": 1,\n  "other": 2\n}', /JSON/],
  [
    "an exception",
    "   at Contoso.Shop.Cart.Load(Int32 id)\n   at Contoso.Web.Page.OnLoad(EventArgs e)",
    /stack trace of an exception/,
  ],
])("%s is named by its shape", (_what, text, says) => {
  const told = guess(text);
  expect(told.parser).toBeNull();
  expect(told.says).toMatch(says);
});

test("a command alone is told as a command without its output", () => {
  expect(guess("!syncblk").says).toBe("looks like the command `!syncblk` without its output");
});

test("lines inside an output that nothing explains are told to stand there", () => {
  expect(guess("<<< removed >>>", "sos-clrstack").says).toBe("stands in `!clrstack`; nothing known comes near");
});

test("every output has words of its own", () => {
  for (const vocabulary of vocabularies()) {
    expect(vocabulary.words.size, vocabulary.parser.id).toBeGreaterThan(0);
    const [word] = vocabulary.words;
    expect(coveredBy(vocabulary, wordsOf(word ?? "")).share).toBeGreaterThanOrEqual(0);
  }
});

test("any lines get a guess that names an output of the list or none", () => {
  const ids = new Set(PARSERS.map(({ id }) => id));
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom("ThreadCount: 3", "Index SyncBlock MonitorHeld", "0012f6c0 7c90d21a", ""),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(1000), (texts, first) => {
      const told = nearestGuess({ lines: [first, first + texts.length], texts, within: null });
      expect(told.lines).toEqual([first, first + texts.length]);
      expect(told.says).not.toBe("");
      expect(told.parser === null || ids.has(told.parser)).toBe(true);
    }),
  );
});

test("a diagnosis carries a guess for every place that was not read", () => {
  const text = "Hello,\nthe site hangs.\n\n0:000> !foo\nno such thing at all\n";
  const { blocks, guesses } = diagnose(aspnetHangPlaybook, [{ name: "mail.txt", text }]);
  const places = blocks.flatMap(({ unread }) => unread);
  expect(places.length).toBeGreaterThan(0);
  expect(guesses[0]?.map(({ lines }) => lines)).toEqual(places);
});
