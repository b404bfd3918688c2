/** The run-time of SCORM 1.2, as a learning management system puts it into a window. */
export interface ScormApi {
  LMSInitialize(parameter: ""): string | boolean;
  LMSFinish(parameter: ""): string | boolean;
  LMSGetValue(element: string): string | number;
  LMSSetValue(element: string, value: string): string | boolean;
  LMSCommit(parameter: ""): string | boolean;
}

/** Windows between the object and the one that has the run-time, as the specification bounds them. */
const MOST_PARENTS = 7;

function apiOf(place: Window): ScormApi | null {
  try {
    const { API: api } = place as Window & { API?: ScormApi };
    return typeof api?.LMSInitialize === "function" ? api : null;
  } catch {
    // Another origin's window tells nothing.
    return null;
  }
}

function inParents(start: Window): ScormApi | null {
  let place = start;
  for (let up = 0; up <= MOST_PARENTS; up++) {
    const api = apiOf(place);
    if (api) return api;
    if (place.parent === place) return null;
    place = place.parent;
  }
  return null;
}

/** The run-time in this window, one around it, or the one that opened it; null outside of any system. */
export function findScormApi(start: Window): ScormApi | null {
  const own = inParents(start);
  if (own) return own;
  const opener: Window | null = start.opener ?? start.top?.opener ?? null;
  return opener ? inParents(opener) : null;
}
