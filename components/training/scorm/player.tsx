import { createRoot } from "react-dom/client";
import { startPage } from "@/browser/page/start-page";
import { findScormApi } from "@/browser/scorm-api";
import { ScormCourse } from "@/browser/scorm-course";
import { setFromHash } from "@/training/results/class-set";
import { NAMES_META, SET_META } from "@/training/scorm/package-files";
import { Announcer } from "../../shell/announcer";
import { CourseScreen } from "./course-screen";

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

const set = setFromHash(meta(SET_META));
if (set) {
  const api = findScormApi(window);
  const began = performance.now();
  const course = api && new ScormCourse(api, set, () => (performance.now() - began) / 1000);
  const root = document.createElement("div");
  document.body.append(root);
  document.body.className = "min-h-dvh font-sans antialiased";
  startPage();
  createRoot(root).render(
    <Announcer>
      <CourseScreen set={set} names={meta(NAMES_META).split("\n")} course={course} />
    </Announcer>,
  );
}
