import type { Cite, NativeFrame } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";

interface Runtime {
  family: "1.1" | "2.0" | "4.x" | "core";
  server: boolean | null;
  at: Cite;
}

const VERSION_FOLDER: Readonly<Record<Runtime["family"], string | null>> = {
  "1.1": "v1.1.4322",
  "2.0": "v2.0.50727",
  "4.x": "v4.0.30319",
  core: null,
};

function familyOf(frame: NativeFrame): Pick<Runtime, "family" | "server"> | null {
  const module = (frame.module ?? "").toLowerCase();
  if (module === "mscorsvr") return { family: "1.1", server: true };
  if (module === "mscorwks") return { family: "2.0", server: null };
  if (module === "clr") return { family: "4.x", server: null };
  if (module === "coreclr") return { family: "core", server: null };
  return null;
}

function fromStacks(evidence: EvidenceSet): Runtime | null {
  for (const { report, block } of evidence.of("native-stacks")) {
    for (const stack of report.stacks) {
      for (const frame of stack.frames) {
        const family = familyOf(frame);
        // mscorwks is also the workstation runtime of 1.1; its stack walker's names settle it.
        if (family) return { ...family, at: cite(block, frame.line) };
      }
    }
  }
  return null;
}

function fromTables(evidence: EvidenceSet): Runtime | null {
  const table = evidence.of("sync-blocks").find(({ report }) => report.dialect === "sos-1.1");
  const heading = table?.report.rows[0];
  if (table && heading) return { family: "1.1", server: null, at: cite(table.block, heading.line) };
  return null;
}

function bitsOf(evidence: EvidenceSet): 32 | 64 | null {
  return (
    evidence.of("native-stacks").find(({ report, block }) => report.bits !== null && block.mode !== "kernel")?.report
      .bits ?? null
  );
}

/** Which runtime the process runs, in which width, and where its temporary files lie. */
export const runtime: Rule = {
  id: "runtime",
  finds: ["runtime"],
  derive(evidence) {
    const tables = fromTables(evidence);
    const stacks = fromStacks(evidence);
    const runtime = tables ? { ...tables, server: stacks?.server ?? null } : stacks;
    if (!runtime) return [];
    const bits = bitsOf(evidence);
    const version = VERSION_FOLDER[runtime.family];
    const folder = version
      ? `%windir%\\Microsoft.NET\\Framework${bits === 64 ? "64" : ""}\\${version}\\Temporary ASP.NET Files`
      : null;
    const name = runtime.family === "core" ? ".NET (Core)" : `.NET Framework ${runtime.family}`;
    return [
      fact(
        "runtime",
        `The process runs ${name}${bits ? `, ${bits}-bit` : ""}${runtime.server ? ", with the server runtime" : ""}.`,
        [runtime.at],
        {
          family: runtime.family,
          bits,
          server: runtime.server,
          tempFolder: folder,
        },
      ),
    ];
  },
};
