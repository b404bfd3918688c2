import type { Block, Cite, Finding } from "@/evidence";
import { type Capture, type Captures, capturesOf } from "../captures/captures";
import { millis } from "../captures/clock";
import type { Layer } from "../captures/marks";
import { differing, lockState, poolState, resourceState } from "../captures/states";
import type { EvidenceSet, Read } from "../evidence-set";
import { fact, type Rule, warning } from "../rule";
import { capital, clock, count, duration, list } from "../say";

const place = ({ file, lines }: Block): Cite => ({ file, lines });
const instant = (at: number): string => new Date(at).toISOString();

function nameOf({ layer, processId, computer, startedAt, example, blocks }: Capture): string {
  const where = computer === null ? "" : ` on ${computer}`;
  if (layer === "machine") return computer ?? "an unnamed machine";
  if (layer === "kernel") return `the kernel${where || " of an unnamed machine"}`;
  if (processId !== null) return `process ${processId}${where}`;
  if (startedAt !== null) return `a process that began at ${clock(instant(millis(startedAt)))}`;
  if (example) return `the process in which ${example.join(" is ")}${where}`;
  return `the process of ${blocks[0]?.command ?? "an output"}${where}`;
}

const described = (one: Capture): string => `${nameOf(one)} (${count(one.blocks.length, "output")})`;

function first(captures: readonly Capture[]): Cite[] {
  return captures.flatMap(({ blocks }) => blocks.slice(0, 1).map(place));
}

const SEVERAL: Readonly<Record<Layer, { id: string; says: (names: string, followed: string) => string }>> = {
  process: {
    id: "two-processes",
    says: (names, followed) =>
      `Outputs of different processes are in one case: ${names}. The case follows ${followed} alone and puts nothing of the others to it: begin a case of its own for each.`,
  },
  kernel: {
    id: "two-kernels",
    says: (names, followed) =>
      `Kernel outputs of different machines, or of one before and after a restart, are in one case: ${names}. The case follows ${followed} alone.`,
  },
  machine: {
    id: "two-machines",
    says: (names, followed) =>
      `Outputs of different machines are in one case: ${names}. The case follows ${followed} alone.`,
  },
};

function several({ all }: Captures): Finding[] {
  return (["process", "kernel", "machine"] as const).flatMap((layer) => {
    const captures = all.filter((one) => one.layer === layer);
    if (captures.length < 2) return [];
    const ordered = [...captures].sort((a, b) => Number(b.followed) - Number(a.followed));
    const followed = ordered.filter((one) => one.followed).map(nameOf);
    const { id, says } = SEVERAL[layer];
    return [
      warning(
        id,
        says(list(ordered.slice(0, 6).map(described)), followed.length > 0 ? list(followed) : "none of them"),
        first(ordered.slice(0, 6)),
        {
          names: ordered.map(nameOf),
          processes: ordered.flatMap(({ processId }) => processId ?? []),
          followed,
        },
      ),
    ];
  });
}

/** What is left out although it is the only one of its kind: it names another machine, or cannot be put to a process. */
function leftOut({ all, unplaced }: Captures): Finding[] {
  const alone = all.filter(
    (one) => !one.followed && one.layer !== "process" && all.filter(({ layer }) => layer === one.layer).length === 1,
  );
  const findings: Finding[] = [];
  const followed = all.find((one) => one.followed);
  const elsewhere = alone.filter(({ computer }) => computer !== null && followed?.computer);
  const [other] = elsewhere;
  if (other && followed) {
    findings.push(
      warning(
        "other-machine",
        `These outputs are of different machines: ${nameOf(followed)}, and ${list(elsewhere.map(nameOf))}. Nothing of the second is put to the first.`,
        [...first([followed]), ...first(elsewhere)],
        { followed: nameOf(followed), others: elsewhere.map(nameOf) },
      ),
    );
  }
  const open = [...unplaced, ...alone.filter((one) => !elsewhere.includes(one)).flatMap(({ blocks }) => blocks)];
  if (open.length > 0) {
    const names = [...new Set(open.map(({ command }) => command))];
    findings.push(
      warning(
        "outputs-not-placed",
        `${count(open.length, "output does", "outputs do")} not tell which of the processes or machines ${open.length === 1 ? "it comes" : "they come"} from (${list(names.slice(0, 5))}${names.length > 5 ? " …" : ""}), and ${open.length === 1 ? "counts" : "count"} for none. Paste each again in one piece with | or .time of the same dump, or say that all are of one server.`,
        open.slice(0, 20).map(place),
        { commands: names, count: open.length },
      ),
    );
  }
  return findings;
}

function dumps({ processMoments, kernelMoments }: Captures): Finding[] {
  return [
    { moments: processMoments, what: "process" },
    { moments: kernelMoments, what: "kernel" },
  ].flatMap(({ moments, what }) => {
    const times = moments.flatMap(({ takenAt }) => takenAt ?? []);
    const [from, to] = [times[0], times.at(-1)];
    if (moments.length < 2 || from === undefined || to === undefined) return [];
    return [
      fact(
        "several-dumps",
        `${capital(count(moments.length, "dump"))} of one ${what} are in this case, ${duration((to - from) / 1000)} from the first to the last (${list(times.map((at) => clock(instant(at))))}). What they show is put together dump by dump, and then compared.`,
        moments.flatMap(({ blocks }) => blocks.slice(0, 1).map(place)),
        { dumps: moments.length, spanSeconds: (to - from) / 1000, what },
      ),
    ];
  });
}

/** Whole tables of one command that differ, while nothing tells when or where each was taken. */
function notTold(evidence: EvidenceSet, { followed, passes }: Captures): Finding[] {
  if (passes.length > 1 || evidence.answers.has("captures")) return [];
  const twice: readonly (readonly Read[])[] = [
    differing(
      followed.of("sync-blocks").filter(({ report }) => report.complete),
      lockState,
    ),
    differing(followed.of("thread-pool"), poolState),
    differing(
      followed.of("resource-locks").filter(({ report }) => report.complete),
      resourceState,
    ),
  ].filter((reads) => reads.length > 1);
  const cites = twice.flatMap((reads) => reads.slice(0, 2).map(({ block }) => place(block)));
  const commands = twice.flatMap((reads) => reads[0]?.block.command ?? []);
  if (cites.length === 0) return [];
  return [
    warning(
      "captures-not-told",
      `There are several outputs of ${list(commands)} that differ, and nothing tells when each was taken. They are read as dumps of one process taken one after the other; if they are of two processes or servers, say so.`,
      cites,
      { commands },
    ),
  ];
}

/** Where the outputs of a case come from: processes, machines, moments. Nothing of one is put to another. */
export const captures: Rule = {
  id: "captures",
  finds: [
    "two-processes",
    "two-kernels",
    "two-machines",
    "other-machine",
    "outputs-not-placed",
    "several-dumps",
    "captures-not-told",
  ],
  derive(evidence) {
    const known = capturesOf(evidence);
    return [...several(known), ...leftOut(known), ...dumps(known), ...notTold(evidence, known)];
  },
};
