import { liveEntries } from "@/cases/case-log";
import { CASE_LIMITS } from "@/cases/limits";
import { type Problem, WaitchainError } from "@/evidence";
import { questionById, refuseAnswer } from "@/findings/questions";
import { refuseLimit, THRESHOLDS, type ThresholdId } from "@/findings/thresholds";
import { type CaseText, type PageCase, sizeOf } from "./long-text";
import { refusePaste, repeated, sameText } from "./paste-checks";
import { isCaseFile } from "./read-files";

function refuse(code: string, what: string, fix: string): WaitchainError {
  return new WaitchainError({ code, what, fix });
}

/** A name no other transcript of the case has: citations go by it. */
export function nameFor({ log }: PageCase, wanted: string): string {
  const transcripts = log.filter((entry) => entry.type === "transcript");
  const plain = wanted
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, CASE_LIMITS.name - 10);
  const name = plain || `paste ${transcripts.length + 1}`;
  const taken = new Set(transcripts.map((entry) => entry.name));
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  return free;
}

/** Told when a case file is put in as if it were an output. */
export function caseFileRefused(name: string): Problem {
  return {
    code: "PASTE_CASE_FILE",
    what: `“${name}” is a saved case, not the output of a command.`,
    fix: "Import it on the start page; it opens as a case of its own.",
  };
}

/** A paste under the name it gets in the case, or why it cannot be added. */
export function checkPaste(
  subject: PageCase,
  item: { name: string; text: string },
): { name: string; text: string } | { problem: Problem } {
  const name = nameFor(subject, item.name);
  const problem = refusePaste({ name, text: item.text });
  if (problem) return { problem };
  if (isCaseFile(item.text)) return { problem: caseFileRefused(name) };
  for (const entry of liveEntries(subject.log)) {
    if (entry.type !== "transcript" || typeof entry.text !== "string") continue;
    if (sameText(entry.text, item.text)) return { problem: repeated(name, entry.name) };
  }
  return { name, text: item.text };
}

/** Throws when the case can take no more. Removed transcripts count: the log keeps them. */
export function checkRoom({ log }: PageCase, entry: { type: string; text?: CaseText }): void {
  if (log.length >= CASE_LIMITS.entries) {
    throw refuse(
      "CASE_FULL",
      `This case has ${CASE_LIMITS.entries} entries, which is as many as one may have.`,
      "Save it as a file and go on in a new case.",
    );
  }
  if (entry.type !== "transcript") return;
  const size = log.reduce((sum, each) => sum + (each.type === "transcript" ? sizeOf(each.text) : 0), 0);
  if (size + (entry.text === undefined ? 0 : sizeOf(entry.text)) <= CASE_LIMITS.transcript) return;
  throw refuse(
    "CASE_FULL",
    `With this the case would hold more than ${CASE_LIMITS.transcript / 1e6} MB, counting what was taken out again.`,
    "Go on in a new case, or put in only the outputs this step asks for.",
  );
}

/** The answer as it is kept. Throws when the question does not accept it. */
export function checkAnswer(id: string, value: string): string {
  const question = questionById(id);
  const given = value.trim();
  const refused = question ? refuseAnswer(question, given) : "This site does not ask that.";
  if (refused === null && given.length <= CASE_LIMITS.value) return given;
  throw refuse(
    "ANSWER_REFUSED",
    `“${given.slice(0, 80)}” is no answer to “${question?.ask ?? id}”`,
    refused ?? "Give a shorter answer.",
  );
}

/** The value of a limit as it is kept. Throws when it is no number that a limit may have. */
export function checkLimit(id: ThresholdId, text: string): number {
  const refused = refuseLimit(id, text);
  if (refused === null) return Number(text);
  throw refuse("LIMIT_REFUSED", `“${text.slice(0, 80)}” is no value for “${THRESHOLDS[id].title}”.`, refused);
}

export function checkReason(reason: string): string {
  const given = reason.trim();
  if (given.length <= CASE_LIMITS.reason) return given;
  throw refuse(
    "REASON_TOO_LONG",
    `A reason may have ${CASE_LIMITS.reason} characters.`,
    "Put the details into a note.",
  );
}

export function checkNote(text: string): string {
  if (text.trim() === "") throw refuse("NOTE_EMPTY", "The note has no text.", "Write something, then save it.");
  if (text.length <= CASE_LIMITS.note) return text;
  throw refuse(
    "NOTE_TOO_LONG",
    `A note may have ${CASE_LIMITS.note} characters.`,
    "Put outputs in as transcripts; they may be long, and they are read.",
  );
}

export function checkTitle(title: string): string {
  const given = title.replace(/\s+/g, " ").trim();
  if (given === "") throw refuse("TITLE_EMPTY", "A case needs a title.", "Type a few words that tell it from others.");
  if (given.length <= CASE_LIMITS.title) return given;
  throw refuse("TITLE_TOO_LONG", `A title may have ${CASE_LIMITS.title} characters.`, "Put the details into a note.");
}
