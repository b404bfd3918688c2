import { LEVEL_NAMES, TOPIC_NAMES } from "../topics";
import { type ClassSet, setHash } from "./class-set";
import type { ClassRow } from "./class-table";
import { nameUuid } from "./name-uuid";

type Words = Readonly<Record<"en", string>>;

interface Activity {
  objectType: "Activity";
  id: string;
  definition: { type: string; name: Words; description?: Words };
}

/** A statement of the Experience API 1.0.3, as far as one is written here. */
export interface Statement {
  id: string;
  actor: { objectType: "Agent"; name?: string } & ({ mbox: string } | { account: { homePage: string; name: string } });
  verb: { id: string; display: Words };
  object: Activity;
  result?: {
    score?: { scaled: number; raw: number; min: number; max: number };
    success?: boolean;
    completion?: boolean;
    duration: string;
  };
  context: {
    registration: string;
    platform: "Waitchain";
    language: "en";
    contextActivities: { grouping: readonly Activity[] };
    extensions: Readonly<Record<string, number>>;
  };
  timestamp: string;
}

/** The verbs of cmi5 that a finished drill has. */
const VERBS = {
  initialized: "http://adlnet.gov/expapi/verbs/initialized",
  completed: "http://adlnet.gov/expapi/verbs/completed",
  passed: "http://adlnet.gov/expapi/verbs/passed",
  failed: "http://adlnet.gov/expapi/verbs/failed",
} as const;
type Verb = keyof typeof VERBS;

const MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const SIMULATION = "http://adlnet.gov/expapi/activities/simulation";
const COURSE = "http://adlnet.gov/expapi/activities/course";

/** Seconds as ISO 8601 has them: `PT3M11S`. */
export function isoDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), "H"],
    [Math.floor(whole / 60) % 60, "M"],
    [whole % 60, "S"],
  ] as const;
  const said = parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join("");
  return `PT${said || "0S"}`;
}

function drillActivity({ code, result: { summary } }: ClassRow, home: string): Activity {
  const { topic, level, written } = summary;
  return {
    objectType: "Activity",
    id: `${home}training/${written ?? "generated"}#${code}`,
    definition: {
      type: SIMULATION,
      name: { en: `Drill ${code}` },
      description: { en: `${TOPIC_NAMES[topic]}, level ${level}: ${LEVEL_NAMES[level]}` },
    },
  };
}

function setActivity(set: ClassSet, home: string): Activity {
  return {
    objectType: "Activity",
    id: `${home}training/set#${setHash(set)}`,
    definition: { type: COURSE, name: { en: set.title } },
  };
}

function actorOf({ trainee }: { trainee: string | null }, seal: string, home: string): Statement["actor"] {
  if (trainee !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trainee)) {
    return { objectType: "Agent", mbox: `mailto:${trainee}` };
  }
  const account = { homePage: home, name: trainee ?? `anonymous-${seal.slice(-12)}` };
  return { objectType: "Agent", ...(trainee === null ? {} : { name: trainee }), account };
}

/**
 * Statements of results, to be loaded into a learning record store. `home` is the site's address, with a slash at its
 * end: activities and accounts are named by it. The same results give the same ids, so loading them twice adds nothing.
 */
export function statementsOf(rows: readonly ClassRow[], set: ClassSet, home: string): Statement[] {
  return rows.flatMap((row) => {
    const { result, seal, summary } = row.result;
    const duration = isoDuration(summary.seconds);
    const score = { scaled: summary.total / 100, raw: summary.total, min: 0, max: 100 };
    const ended = Date.parse(result.finishedAt);
    const statement = (verb: Verb, at: number, said?: Statement["result"]): Statement => ({
      id: nameUuid(`${seal} ${set.mastery} ${verb}`),
      actor: actorOf(result, seal, home),
      verb: { id: VERBS[verb], display: { en: verb } },
      object: drillActivity(row, home),
      ...(said ? { result: said } : {}),
      context: {
        registration: nameUuid(`${home} ${setHash(set)} ${result.trainee ?? seal}`),
        platform: "Waitchain",
        language: "en",
        contextActivities: { grouping: [setActivity(set, home)] },
        extensions: { [MASTERY_SCORE]: set.mastery / 100 },
      },
      timestamp: new Date(at).toISOString(),
    });
    const success = summary.total >= set.mastery;
    return [
      statement("initialized", ended - 1000 * summary.seconds),
      statement("completed", ended, { completion: true, duration }),
      statement(success ? "passed" : "failed", ended, { success, score, duration }),
    ];
  });
}
