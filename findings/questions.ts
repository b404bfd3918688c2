/** A question for a person, where no output can answer. */
export interface Question {
  id: string;
  /** As asked. */
  ask: string;
  /** Why the answer matters, one sentence. */
  why: string;
  answers: readonly Choice[];
  /** Asked only once one of these findings is known. */
  onlyWith?: readonly string[];
  /** No longer asked once one of these findings is known. */
  settledBy?: readonly string[];
  /** Set when any text of a kind is an answer too. */
  freeform?: "bytes" | "utc-offset";
}

export interface Choice {
  value: string;
  label: string;
  /** Finding the answer becomes, and what it says; null for "don't know". */
  finding: string | null;
  says: string;
}

const unknown: Choice = { value: "unknown", label: "Don't know yet", finding: null, says: "" };

/** Findings that leave open where outputs were taken. */
export const CAPTURES_IN_DOUBT = [
  "captures-not-told",
  "outputs-not-placed",
  "two-processes",
  "two-kernels",
  "two-machines",
  "other-machine",
] as const;

/** Ids are stable: they stand in stored cases and on command lines. */
export const QUESTIONS: readonly Question[] = [
  {
    id: "trigger",
    ask: "When do requests begin to stall?",
    why: "A stall that follows a restart points at start-up work; one that comes with load points at queues and locks.",
    answers: [
      {
        value: "after-restart",
        label: "Right after the process or the application restarts",
        finding: "said-after-restart",
        says: "The stall begins right after a restart of the process or the application.",
      },
      {
        value: "under-load",
        label: "When many users are on",
        finding: "said-under-load",
        says: "The stall comes with load.",
      },
      { value: "any-time", label: "At any time", finding: "said-any-time", says: "The stall comes at any time." },
      unknown,
    ],
  },
  {
    id: "duration",
    ask: "How does it end?",
    why: "A stall that ends by itself is slow work. One that never ends is a deadlock or a lost answer.",
    answers: [
      {
        value: "by-itself",
        label: "By itself, after some minutes",
        finding: "said-ends-by-itself",
        says: "The stall ends by itself after some minutes.",
      },
      {
        value: "never",
        label: "Only when the process is restarted",
        finding: "said-never-ends",
        says: "The stall does not end until the process is restarted.",
      },
      unknown,
    ],
  },
  {
    id: "static-files",
    ask: "While it stalls, does IIS still answer for an image or a style sheet?",
    why: "If static files stall too, the trouble is outside ASP.NET.",
    answers: [
      {
        value: "fine",
        label: "Yes, at once",
        finding: "said-static-files-fine",
        says: "Static files are answered at once during the stall.",
      },
      {
        value: "stall",
        label: "No, they stall too",
        finding: "said-static-files-stall",
        says: "Static files stall as well.",
      },
      unknown,
    ],
  },
  {
    id: "antivirus-test",
    ask: "Was the start tried with the antivirus software removed, on an isolated machine?",
    why: "It is the cheapest test there is, and antivirus is the usual suspect. Switching protection off in its window is not enough: the filter stays loaded.",
    answers: [
      {
        value: "no-change",
        label: "Yes: just as slow",
        finding: "said-antivirus-test-no-change",
        says: "Without the antivirus software the start is just as slow.",
      },
      {
        value: "faster",
        label: "Yes: fast without it",
        finding: "said-antivirus-test-faster",
        says: "Without the antivirus software the start is fast.",
      },
      { value: "not-done", label: "Not tried", finding: null, says: "" },
    ],
  },
  {
    id: "recycling",
    ask: "How often does the application restart, and does one ordinary restart with a single user stall too?",
    why: "Threads that wait for the compilation mutex mostly mean too many restarts under load. A single restart that stalls all the same rules that out.",
    answers: [
      {
        value: "one-user-one-recycle",
        label: "One restart with a single user stalls just the same",
        finding: "said-one-recycle",
        says: "It stalls after a single restart with one user on the site.",
      },
      {
        value: "frequent",
        label: "It restarts often (deployments, file changes, limits)",
        finding: "said-frequent-recycles",
        says: "The application restarts often.",
      },
      {
        value: "only-under-load",
        label: "It stalls only when restarts meet load",
        finding: "said-recycles-under-load",
        says: "It stalls only when restarts meet load.",
      },
      unknown,
    ],
  },
  {
    id: "folder-size",
    ask: "How big is the application's folder below Temporary ASP.NET Files?",
    why: "The clean-up at start-up lists every file in it.",
    freeform: "bytes",
    settledBy: ["folder-size"],
    answers: [unknown],
  },
  {
    id: "filter-test",
    ask: "With the folder excluded from that product (or its filter unloaded for a test), is the first request faster?",
    why: "A driver on the stack is a suspect, no more. Only the same work with and without it shows whether it costs the time.",
    answers: [
      {
        value: "faster",
        label: "Yes, clearly faster",
        finding: "said-filter-test-faster",
        says: "With the folder excluded from the filter the first request is clearly faster.",
      },
      {
        value: "no-change",
        label: "No change",
        finding: "said-filter-test-no-change",
        says: "Excluding the folder from the filter changes nothing.",
      },
      { value: "not-done", label: "Not tried", finding: null, says: "" },
    ],
  },
  {
    id: "session-scope",
    ask: "Is only one user (one browser) held up, or everybody?",
    why: "Requests of one session run one after the other. Another browser on the same site tells the two apart in a minute.",
    onlyWith: ["requests-wait-for-session"],
    answers: [
      {
        value: "one-session",
        label: "One session; another browser is answered",
        finding: "said-one-session-only",
        says: "Only the requests of one session are held up; another browser is answered.",
      },
      {
        value: "everybody",
        label: "Everybody",
        finding: "said-all-users",
        says: "The requests of all users are held up.",
      },
      unknown,
    ],
  },
  {
    id: "single-request",
    ask: "Does that one request hang as well when it is sent alone, to an idle server?",
    why: "A thread that waits for itself needs no load. A pool without threads does.",
    onlyWith: ["few-threads-block-on-tasks", "many-threads-block-on-tasks", "synchronization-context-on-stack"],
    answers: [
      {
        value: "hangs-alone",
        label: "Yes, every time",
        finding: "said-one-request-hangs",
        says: "The request hangs even when it is sent alone to an idle server.",
      },
      {
        value: "fine-alone",
        label: "No, alone it is answered",
        finding: "said-fine-alone",
        says: "Sent alone to an idle server, the request is answered.",
      },
      unknown,
    ],
  },
  {
    id: "service-test",
    ask: "With that other program stopped, is the start faster?",
    why: "That it opens the same files makes it a suspect, no more.",
    onlyWith: ["foreign-process-on-files"],
    answers: [
      {
        value: "faster",
        label: "Yes, clearly faster",
        finding: "said-service-stopped-faster",
        says: "With the other program stopped the start is clearly faster.",
      },
      {
        value: "no-change",
        label: "No change",
        finding: "said-service-stopped-no-change",
        says: "Stopping the other program changes nothing.",
      },
      { value: "not-done", label: "Not tried", finding: null, says: "" },
    ],
  },
  {
    id: "captures",
    ask: "Are all these outputs of one dump?",
    why: "An owner in one dump and a stack in another say nothing together. What the outputs do not tell themselves, only you can.",
    onlyWith: CAPTURES_IN_DOUBT,
    answers: [
      { value: "one-dump", label: "Yes, of one dump", finding: null, says: "" },
      { value: "several-dumps", label: "Of several dumps of one process", finding: null, says: "" },
      { value: "one-server", label: "Of several processes of one server", finding: null, says: "" },
      { value: "several-servers", label: "Of several servers", finding: null, says: "" },
      unknown,
    ],
  },
  {
    id: "server-system",
    ask: "What does the server run?",
    why: "It decides the form of every command that is typed on it.",
    settledBy: ["server-runs-linux", "server-runs-windows"],
    answers: [
      {
        value: "windows",
        label: "Windows",
        finding: "said-server-windows",
        says: "The server runs Windows.",
      },
      { value: "linux", label: "Linux", finding: "said-server-linux", says: "The server runs Linux." },
    ],
  },
  {
    id: "session-zone",
    ask: "Which time zone does the debug session time stand in?",
    why: "This debugger printed no zone, and the start of the request is in UTC.",
    freeform: "utc-offset",
    onlyWith: ["session-zone-missing"],
    answers: [unknown],
  },
];

/** The question with that id, if there is one. */
export function questionById(id: string): Question | null {
  return QUESTIONS.find((question) => question.id === id) ?? null;
}

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** Bytes of `80 GB`, `80,5 GB`, `912MB`; null when the text is no size. */
export function parseBytes(text: string): number | null {
  const match = /^\s*(\d{1,12}(?:[.,]\d{1,6})?)\s?([kmgt]?i?b)\s*$/i.exec(text);
  if (!match) return null;
  const unit = UNITS[(match[2] ?? "b").toLowerCase().replace("i", "")] ?? 1;
  return Math.round(Number((match[1] ?? "0").replace(",", ".")) * unit);
}

/** Minutes east of UTC of `+2`, `-3:30`, `UTC+05:30`, `GMT-7`; null when the text is no offset. */
export function parseUtcOffset(text: string): number | null {
  const match = /^(?:(?:UTC|GMT)\s*)?(?:([+-])\s*)?(\d{1,2})(?::?([0-5]\d))?$/i.exec(text.trim());
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 14 * 60) return null;
  return match[1] === "-" ? -minutes : minutes;
}

/** What is wrong with an answer, or null when it is acceptable. */
export function refuseAnswer(question: Question, value: string): string | null {
  if (question.answers.some((choice) => choice.value === value)) return null;
  if (question.freeform === "bytes" && parseBytes(value) !== null) return null;
  if (question.freeform === "utc-offset" && parseUtcOffset(value) !== null) return null;
  const choices = question.answers.map((choice) => choice.value);
  if (question.freeform === "bytes") choices.unshift("a size such as 80GB");
  if (question.freeform === "utc-offset") choices.unshift("an offset such as +2 or -3:30");
  return `Accepted: ${choices.join(", ")}.`;
}
