import { QUESTIONS } from "@/findings/questions";
import { THRESHOLDS } from "@/findings/thresholds";
import { DEBUGGERS } from "@/machines/ask";
import { PLAYBOOKS } from "@/machines/list";

/** Text of `--help`. */
export function usage(): string {
  const answers = QUESTIONS.map((question) => {
    const values = question.answers.map((choice) => choice.value);
    if (question.freeform === "bytes") values.unshift("80GB");
    if (question.freeform === "utc-offset") values.unshift("+2");
    return `    ${question.id}=${values.join("|")}`;
  });
  return `Usage: waitchain diagnose [options] FILE...|-
       waitchain simulate [options]
       waitchain drill [options] CODE

Reads debugger output from files (or - for standard input) and says what it proves.

Options
  --json                 one JSON object (schema waitchain.diagnosis/1) instead of text
  --playbook ID          one of: ${PLAYBOOKS.map((playbook) => playbook.id).join(", ")}
  --answer NAME=VALUE    an answer to a question, or to a step that asks one; may be repeated
  --skip STEP            a step that cannot be done here; may be repeated
  --tool TOOL            form of the commands: ${DEBUGGERS.map(({ value }) => value).join(", ")}
  --limit NAME=VALUE     another value for a limit; may be repeated
  --help                 this text

Answers
${answers.join("\n")}

Limits
${Object.entries(THRESHOLDS)
  .map(([id, { value, unit }]) => `    ${id}=${value} (${unit})`)
  .join("\n")}

Exit codes
  0  a cause is confirmed or likely      3  more evidence is needed
  4  nothing was recognised              2  wrong usage             1  failure
`;
}
