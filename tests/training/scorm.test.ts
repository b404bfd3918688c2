import fc from "fast-check";
import { expect, test } from "vitest";
import { findScormApi, type ScormApi } from "@/browser/scorm-api";
import { lessonStatus, meanPoints, ScormCourse, scormTime } from "@/browser/scorm-course";
import { setOf } from "@/training/results/class-set";
import { manifest, playerPage } from "@/training/scorm/package-files";
import { type CourseState, emptyState, packState, SUSPEND_LIMIT, unpackState } from "@/training/scorm/suspend-data";
import { attemptOf } from "../support/played-drill";

const SET = setOf("Locks", ["locks-1-0007P", "locks-2-MDA84"], 70);
const { acts } = attemptOf("locks-1-0007P");

/** A learning system that keeps what the specification bounds, and nothing longer. */
class SmallSystem implements ScormApi {
  readonly values = new Map<string, string>();
  readonly called: string[] = [];

  LMSInitialize(): string {
    this.called.push("initialize");
    return "true";
  }

  LMSFinish(): string {
    this.called.push("finish");
    return "true";
  }

  LMSGetValue(element: string): string {
    return this.values.get(element) ?? "";
  }

  LMSSetValue(element: string, value: string): string {
    if (element === "cmi.suspend_data" && value.length > SUSPEND_LIMIT) return "false";
    this.values.set(element, value);
    return "true";
  }

  LMSCommit(): string {
    this.called.push("commit");
    return "true";
  }
}

function typed(count: number, seed = 7): CourseState["open"] {
  let state = seed;
  const line = (): string =>
    Array.from({ length: 60 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (state % 94));
    }).join("");
  return { drill: 1, acts: Array.from({ length: count }, (_item, at) => ({ at, act: { do: "type", line: line() } })) };
}

test("a state comes back as it was handed over", () => {
  const state: CourseState = { marks: [{ points: 83, seconds: 412 }, null], open: { drill: 1, acts } };
  const { text, actsLeftOut } = packState(state);

  expect(actsLeftOut).toBe(false);
  expect(text).toMatch(/^1\.[\w-]+$/);
  expect(unpackState(text, 2)).toEqual({ state, problem: null });
});

test("the acts of an ordinary drill take a small part of what is kept", () => {
  const lines = ["~*kb 2000", "!syncblk", "~39e !clrstack", ".time", "!do 23b2c40", "fltmc", "!threadpool", "~39s"];
  const many = Array.from({ length: 60 }, (_item, at) => ({
    at: 11 * at,
    act: { do: "type" as const, line: lines[at % lines.length] ?? "" },
  }));

  expect(packState({ marks: [null, null], open: { drill: 0, acts: [...many, ...acts] } }).text.length).toBeLessThan(
    1_500,
  );
});

test("any log stays within the limit, and what was finished is never lost", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 60 }), (count, drills) => {
      const marks = Array.from({ length: drills }, (_item, at) =>
        at % 3 === 0 ? null : { points: at, seconds: at * 100 },
      );
      const open = { ...typed(count), drill: 0, acts: typed(count)?.acts ?? [] };
      const { text, actsLeftOut } = packState({ marks, open });
      expect(text.length).toBeLessThanOrEqual(SUSPEND_LIMIT);
      const { state, problem } = unpackState(text, drills);
      expect(problem).toBe(null);
      expect(state).toEqual({ marks, open: { drill: 0, acts: actsLeftOut ? [] : open.acts } });
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["another text", "hello"],
  ["a cut one", packState({ marks: [null, null], open: { drill: 0, acts } }).text.slice(0, 40)],
  ["one of another set", packState(emptyState(3)).text],
  ["another version", `2.${packState(emptyState(2)).text.slice(2)}`],
])("%s begins the set anew, and says so", (_what, text) => {
  const { state, problem } = unpackState(text, 2);

  expect(state).toEqual(emptyState(2));
  expect(problem?.code).toBe("SCORM_STATE_DAMAGED");
});

test("a session begins, reports as it goes, resumes, and ends once", () => {
  const system = new SmallSystem();
  const course = new ScormCourse(system, SET, () => 3_725);
  expect(course.begin()).toEqual({ state: emptyState(2), problem: null });
  expect(system.values.get("cmi.core.lesson_status")).toBe("incomplete");

  const state: CourseState = { marks: [{ points: 90, seconds: 300 }, null], open: { drill: 1, acts } };
  expect(course.keep(state)).toBe(null);
  expect(system.values.get("cmi.core.score.raw")).toBe("45");
  expect(system.values.get("cmi.core.exit")).toBe("suspend");
  course.end();
  course.end();
  expect(system.values.get("cmi.core.session_time")).toBe("0001:02:05.00");
  expect(system.called.filter((call) => call === "finish")).toHaveLength(1);

  expect(new ScormCourse(system, SET, () => 0).begin().state).toEqual(state);
});

test("a log that is too long is told of while it can still be finished", () => {
  const system = new SmallSystem();
  const course = new ScormCourse(system, SET, () => 0);
  course.begin();

  expect(course.keep({ marks: [{ points: 90, seconds: 1 }, null], open: typed(200) })?.code).toBe("SCORM_LOG_TOO_LONG");
  expect(unpackState(system.values.get("cmi.suspend_data") ?? "", 2).state.marks[0]).toEqual({
    points: 90,
    seconds: 1,
  });
});

test("a system that refuses to keep is told of", () => {
  const system = new SmallSystem();
  system.LMSCommit = () => "false";

  expect(new ScormCourse(system, SET, () => 0).keep(emptyState(2))?.code).toBe("SCORM_NOT_KEPT");
});

test.each([
  [[null, { points: 100, seconds: 1 }], 50, "incomplete"],
  [
    [
      { points: 40, seconds: 1 },
      { points: 100, seconds: 1 },
    ],
    70,
    "passed",
  ],
  [
    [
      { points: 39, seconds: 1 },
      { points: 99, seconds: 1 },
    ],
    69,
    "failed",
  ],
] as const)("%j is reported as %d points, %s", (marks, points, status) => {
  const state: CourseState = { marks, open: null };

  expect(meanPoints(state)).toBe(points);
  expect(lessonStatus(state, SET)).toBe(status);
});

test.each([
  [0, "0000:00:00.00"],
  [59.6, "0000:01:00.00"],
  [1e9, "9999:46:40.00"],
])("%d seconds are %s", (seconds, text) => {
  expect(scormTime(seconds)).toBe(text);
});

/** A window as far as the search for the run-time looks at it. */
function framed(depth: number, api: ScormApi | null, opener: Window | null = null): Window {
  const top: Record<string, unknown> = { API: api ?? undefined, opener };
  top.parent = top;
  top.top = top;
  let place = top;
  for (let at = 0; at < depth; at++) place = { parent: place, top, opener: null };
  return place as unknown as Window;
}

test("the run-time is found around the page, and around the page that opened it", () => {
  const api = new SmallSystem();

  expect(findScormApi(framed(0, api))).toBe(api);
  expect(findScormApi(framed(4, api))).toBe(api);
  expect(findScormApi(framed(2, null, framed(1, api)))).toBe(api);
  expect(findScormApi(framed(20, api))).toBe(null);
  expect(findScormApi(framed(0, null))).toBe(null);
});

test("titles with signs of XML stay text in manifest and page", () => {
  const set = { ...SET, title: `<b> "A" & 'B' \u0000` };

  expect(manifest(set, ["player.js"])).toContain("<title>&lt;b&gt; &quot;A&quot; &amp; 'B'  </title>");
  expect(playerPage(set, ["x"], "https://training.example/")).not.toContain("<b>");
});
