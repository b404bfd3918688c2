import type { CauseDefinition } from "./cause";

/** RC-03. The application restarts too often, and each restart compiles behind one mutex. */
export const appDomainRecycling: CauseDefinition = {
  id: "app-domain-recycling",
  title: "The application restarts too often",
  says: "Restarts of the application come so often, or under such load, that requests queue behind compilation again and again.",
  supports: [
    { finding: "compilation-mutex-waiters", origin: "mutex" },
    { finding: "said-frequent-recycles", origin: "mutex" },
    { finding: "said-recycles-under-load", origin: "mutex" },
    { finding: "recycles-explain-mutex", origin: "restarts" },
    { finding: "application-restarts-rise", origin: "counters" },
  ],
  decides: [],
  refutes: [["said-one-recycle"]],
  decidedBy: "Ask whether one ordinary restart with a single user stalls as well.",
  remedy: [
    "Stop changes to bin, App_Code, web.config and pages of a running site; deploy to a new path and switch over.",
    "Find what touches the files: scanners that change attributes, backup agents, deployment jobs. Exclude the site's folders.",
    'Raise <compilation numRecompilesBeforeAppRestart> (15 by default) where pages change often; use optimizeCompilations="true" and precompile.',
    'Where change notification itself is the trouble: <httpRuntime fcnMode="Single"> (or "Disabled" with deployments by switch-over).',
  ],
  verify: [
    "The counter ASP.NET\\Application Restarts rises only with planned restarts.",
    "The same deployment under the same load leaves no thread waiting for the compilation mutex.",
  ],
  disproof: [
    "A single restart with one user on the site stalls just the same.",
    "Application Restarts does not rise while the site stalls.",
  ],
  sources: [
    "The case study this site grew from (nine of ten such blocks are settled this way)",
    "microsoft/referencesource System.Web/Compilation/CompilationLock.cs",
    "Microsoft KB 3126034, KB 312592, KB 911272",
  ],
};
