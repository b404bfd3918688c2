import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Case, type Entry, inputsOf } from "@/cases/case-log";
import { diagnose } from "@/cases/diagnose";
import { reportMarkdown } from "@/cases/report";
import { playbookById } from "@/machines/list";

const AT = "2024-05-01T10:00:00.000Z";
const FIXTURES = join(import.meta.dirname, "../fixtures/case-study");

const CASE_STUDY: Entry[] = readdirSync(FIXTURES)
  .filter((name) => /^0\d-.*\.txt$/.test(name))
  .sort()
  .map((name, index) => ({
    type: "transcript",
    id: `t${index}`,
    at: AT,
    name,
    text: readFileSync(join(FIXTURES, name), "utf8"),
  }));

function caseWith(...log: Entry[]): Case {
  return { id: "c1", title: "Shop stalls", playbook: "aspnet-hang", createdAt: AT, log };
}

function report(subject: Case): string {
  const playbook = playbookById(subject.playbook);
  if (!playbook) throw new Error("no such playbook");
  const { transcripts, answers, skipped } = inputsOf(subject.log);
  return reportMarkdown(subject, diagnose(playbook, transcripts, { answers, skipped }));
}

function section(markdown: string, title: string): string {
  const start = markdown.indexOf(`\n## ${title}\n`);
  if (start < 0) return "";
  const end = markdown.indexOf("\n## ", start + 1);
  return markdown.slice(start, end < 0 ? undefined : end);
}

/** What stands outside of every fenced block. */
function prose(markdown: string): string {
  const out: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split("\n")) {
    const mark = /^\s*(`{3,})(.*)$/.exec(line);
    if (fence === null && mark) fence = mark[1] ?? "";
    else if (fence !== null && mark && (mark[1] ?? "").length >= fence.length && mark[2] === "") fence = null;
    else if (fence === null) out.push(line);
  }
  expect(fence, "every fence is closed").toBeNull();
  return out.join("\n");
}

test("an empty case says that nothing is proven and what to do next", () => {
  const markdown = report(caseWith());
  expect(markdown).toMatch(/^# Shop stalls\n\n> \*\*No cause is proven yet\.\*\*/);
  expect(section(markdown, "What to do next")).not.toBe("");
  expect(markdown).toContain("0 of 0 lines read");
});

test("the case study without the folder's size names no cause, and asks for it", () => {
  const markdown = report(caseWith(...CASE_STUDY));
  expect(markdown).toContain("No cause is proven yet");
  expect(section(markdown, "Primary cause")).toBe("");
  expect(section(markdown, "What to do next")).toContain("`fltmc`");
  expect(section(markdown, "Suspected, not proven")).toContain("far too large");
  expect(section(markdown, "Excluded causes")).toContain("A filter blocks itself through a page fault");
});

test("the chain of evidence quotes the very lines, with the transcript's name and their numbers", () => {
  const chain = section(report(caseWith(...CASE_STUDY)), "Chain of evidence");
  const syncblk = CASE_STUDY.find((entry) => entry.type === "transcript" && entry.name.includes("syncblk"));
  const row = syncblk?.type === "transcript" ? (syncblk.text.split("\n")[2] ?? "").trimEnd() : "";
  expect(row).toContain("HttpApplicationFactory");
  expect(chain).toContain(`3 | ${row}`);
  expect(chain).toContain("`04-syncblk.txt` line 3:");
  expect([...chain.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]))).toEqual(
    [...chain.matchAll(/^(\d+)\. /gm)].map((_match, index) => index + 1),
  );
});

test("with the folder's size given the report leads with the cause, its remedy and its test", () => {
  const answer: Entry = { type: "answer", id: "a", at: AT, question: "folder-size", value: "80 GB" };
  const markdown = report(caseWith(...CASE_STUDY, answer));
  expect(markdown).toMatch(/> \*\*Temporary ASP\.NET Files is far too large\*\* is the (confirmed|likely) cause/);
  for (const title of [
    "Primary cause",
    "Contributing causes",
    "Excluded causes",
    "Chain of evidence",
    "What speaks against",
    "Remedy",
    "How to verify",
    "What would prove it wrong",
    "Warnings",
    "Answers given",
    "Transcripts",
    "What remains unproven",
  ]) {
    expect(section(markdown, title), title).not.toBe("");
  }
  expect(section(markdown, "Answers given")).toContain("80 GB");
  expect(section(markdown, "Warnings")).toContain("Thread 109");
});

test("the same case gives the same report, byte for byte", () => {
  const subject = caseWith(...CASE_STUDY);
  expect(report(structuredClone(subject))).toBe(report(subject));
});

test("skips, notes and unusable outputs are told with their reasons", () => {
  const markdown = report(
    caseWith(
      { type: "transcript", id: "t", at: AT, name: "sos.txt", text: "0:000> !syncblk\nNo export syncblk found\n" },
      { type: "skip", id: "s", at: AT, step: "owner", reason: "the dump is gone" },
      { type: "note", id: "n", at: AT, text: "Restarted at noon", step: "lock" },
      { type: "note", id: "gone", at: AT, text: "Taken back", step: null },
      { type: "removal", id: "r", at: AT, entry: "gone" },
    ),
  );
  expect(section(markdown, "Steps skipped")).toContain(
    "See what the owner does: the dump is gone (2024-05-01 10:00:00 UTC)",
  );
  expect(section(markdown, "Notes")).toContain("Restarted at noon");
  expect(section(markdown, "Notes")).toContain("Find the lock's owner");
  expect(markdown).not.toContain("Taken back");
  expect(section(markdown, "What remains unproven")).toContain("`!syncblk` in `sos.txt` at line 1 told nothing");
});

test("text that looks like Markdown means nothing in a report", () => {
  const markdown = report({
    ...caseWith(
      { type: "note", id: "n", at: AT, text: "```\n# Owned\n````\n<script>alert(1)</script>", step: null },
      { type: "skip", id: "s", at: AT, step: "owner", reason: "![x](http://x) <img src=x> | [a](b)" },
      { type: "transcript", id: "t", at: AT, name: "a`b|c.txt", text: "nothing" },
    ),
    title: "# Big\n\n<script>alert(1)</script> *x*",
  });
  expect(prose(markdown)).not.toMatch(/^# Owned/m);
  expect(prose(markdown)).not.toMatch(/(?<!\\)<(script|img)/);
  expect(prose(markdown)).not.toMatch(/(?<!\\)!?\[[xa](?<!\\)\]/);
  expect(markdown.split("\n")[0]).toBe("# \\# Big \\<script\\>alert(1)\\</script\\> \\*x\\*");
  expect(markdown).toContain("| 1 | a\\`b\\|c.txt | 1 | 0 |");
});

test("nothing in a note can end the block that holds it", () => {
  const hostile = fc
    .array(
      fc.oneof(fc.constantFrom("`", "```", "~~~", "````", "\n", "\r", "# Owned", "   ", "- ", "\u2028"), fc.string()),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(hostile, (text) => {
      const markdown = report(caseWith({ type: "note", id: "n", at: AT, text, step: null }));
      expect(prose(section(markdown, "Notes")).trim().split("\n").filter(Boolean)).toEqual([
        "## Notes",
        "- 2024-05-01 10:00:00 UTC",
      ]);
    }),
  );
});

test("a report holds no control codes and no marks that turn the reading direction", () => {
  const text = `0:081> !syncblk\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\n   12 0123abcd          3         1 0011aa22 1a4c   8   02bb3344 Shop.Cart\u202e\u001b[31m\n`;
  const markdown = report(
    caseWith(
      { type: "transcript", id: "t", at: AT, name: "x\u202etxt.exe", text },
      { type: "note", id: "n", at: AT, text: "a\u001b[2Jb\u0000", step: null },
    ),
  );
  expect(markdown).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e]/u);
});

test("causes that nothing speaks for or against are counted, not listed one by one", () => {
  const markdown = section(report(caseWith(...CASE_STUDY)), "What remains unproven");
  expect(markdown).toMatch(/speaks for or against \d+ more causes\./);
  expect(markdown).not.toContain("is still possible");
});
