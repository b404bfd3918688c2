import { cite, fact, type Rule } from "../rule";

/** Who owns the compilation mutex, from `!handle`. */
export const mutex: Rule = {
  id: "mutex",
  finds: ["mutex-owner", "mutex-free", "mutex-abandoned"],
  derive(evidence, found) {
    const read = evidence.of("handle").find(({ report }) => report.mutant !== null);
    const mutant = read?.report.mutant;
    if (!read || !mutant) return [];
    const at = [cite(read.block, mutant.line)];
    const name = read.report.name;
    if (mutant.abandoned)
      return [
        fact("mutex-abandoned", "The mutex was abandoned: its owner ended without giving it back.", at, { name }),
      ];
    if (!mutant.owner) {
      return mutant.state === "free"
        ? [fact("mutex-free", "The mutex is free at this moment: it was just being handed over.", at, { name })]
        : [];
    }
    const here = evidence
      .of("native-stacks")
      .flatMap(({ report }) => report.stacks.map((stack) => stack.processId))
      .concat(evidence.of("thread-list").flatMap(({ report }) => report.threads.map((thread) => thread.processId)))
      .filter((id) => id !== null);
    const elsewhere = here.length > 0 && !here.includes(mutant.owner.processId);
    const waiting = found.has("compilation-mutex-waiters") ? " that the others wait for" : "";
    return [
      fact(
        "mutex-owner",
        `The mutex${waiting} belongs to thread ${mutant.owner.osThreadId} of process ${mutant.owner.processId}${elsewhere ? ", which is another process than the one dumped: dump that one too" : ""}.`,
        at,
        { processId: mutant.owner.processId, osThreadId: mutant.owner.osThreadId, otherProcess: elsewhere, name },
      ),
    ];
  },
};
