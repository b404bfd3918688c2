import { type ContentFile, contentIds, type FileProblem, readContent } from "@/components/mdx/content-files";
import { readMarks } from "@/components/mdx/read-marks";
import { DRILL_PARTS, type DrillPart, layoutProblems, partOf } from "@/components/training/drill-text";
import { causeById } from "@/findings/causes/list";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import type { WrittenDrill } from "@/training/drills/written-drill";
import { pairProblems } from "./pages";
import { placeOf } from "./sources";

/** Letters that a part has at least. */
const SHORTEST = 200;
const FEWEST_MINUTES = 10;
const SHORTEST_SUMMARY = 60;

/** Where the drill and its text disagree. */
export function drillTextProblems(drill: WrittenDrill, file: ContentFile): FileProblem[] {
  const { title = "", level = "", minutes = "0", summary = "" } = file.frontMatter;
  const top = (word: string, what: string, fix: string): FileProblem => ({
    ...placeOf(file.name, `${word}:`),
    what,
    fix,
  });
  const heading = (part: DrillPart): FileProblem["line"] => placeOf(file.name, `## ${DRILL_PARTS[part]}`).line;
  const inPart = (part: DrillPart, what: string, fix: string): FileProblem => ({
    file: file.name,
    line: heading(part),
    what,
    fix,
  });
  const hrefs = (part: DrillPart): string[] => readMarks(partOf(file, part)).targets.map(({ href }) => href);
  const before = [summary, ...(["brief", "watch"] as const).map((part) => partOf(file, part).body)].join("\n");
  const named = causeById(drill.cause)?.title ?? "";
  const short = (Object.keys(DRILL_PARTS) as DrillPart[]).filter(
    (part) => partOf(file, part).body.trim().length < SHORTEST,
  );
  return [
    ...layoutProblems(file),
    ...(title === drill.title ? [] : [top("title", "the drill has another title", `write title: "${drill.title}"`)]),
    ...(level === String(drill.level)
      ? []
      : [top("level", "the drill has another level", `write level: "${drill.level}"`)]),
    ...(Number(minutes) >= FEWEST_MINUTES
      ? []
      : [top("minutes", "nobody solves a drill so fast", `write ${FEWEST_MINUTES} minutes or more`)]),
    ...(summary.length > SHORTEST_SUMMARY
      ? []
      : [top("summary", "the summary is too short to choose by", "say what the trainee will meet")]),
    ...short.map((part) =>
      inPart(part, `${DRILL_PARTS[part]} says next to nothing`, "write what a trainee needs of it"),
    ),
    ...(/^> /m.test(partOf(file, "brief").body)
      ? []
      : [inPart("brief", "the customer says nothing", "quote the complaint in lines that begin with >")]),
    ...[drill.cause, ...drill.contributing]
      .filter((cause) => !hrefs("debrief").includes(`/causes/${cause}`))
      .map((cause) => inPart("debrief", `the debrief does not link ${cause}`, `add [its name](cause:${cause})`)),
    ...(before.includes("cause:") || (named !== "" && before.includes(named))
      ? [inPart("brief", "the cause is named before the end", "say what is seen, not what it is")]
      : []),
  ];
}

export function drillProblems(): FileProblem[] {
  const texts = contentIds("drills");
  const ids = WRITTEN_DRILLS.map(({ id }) => id);
  return [
    ...pairProblems("drills", ids, "training/drills/list.ts"),
    ...WRITTEN_DRILLS.filter(({ id }) => texts.includes(id)).flatMap((drill) =>
      drillTextProblems(drill, readContent(`drills/${drill.id}`)),
    ),
  ];
}
