import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import type { CauseId } from "@/evidence";
import { playbookById } from "@/machines/list";
import { nextCommands } from "@/machines/resolve";
import { everyPublished, type Published } from "./published";

/** Causes that the authors name and that are in the catalogue; the others have another cause, or none of a hang. */
const NAMED: Readonly<Record<string, CauseId>> = {
  "cs-kbn-html-spans-korean-cubedisk": "critical-section",
  "deadlock-kv-cs-x86-xp-caloni-html": "critical-section",
  "deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese": "monitor-deadlock",
  "deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto": "monitor-deadlock",
  "deadlock-syncblk-dlk-clr4-x64-osisoft": "monitor-deadlock",
  "deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex": "monitor-deadlock",
  "gc-cpu-threadpool-runaway-threads-w3wp-clr4-x64-html": "gc-suspension",
  "hang-eresource-locks-thread-srtsp-ntfs-x86-vista": "kernel-resource",
  "hang-exit-kvn-handle-wow64-chinese-littlemali": "loader-lock",
  "hang-locks-threads-kv-explorer-html-drmiru": "critical-section",
  "hang-socket-netext-wsocket-gcroot-clr4-x86": "external-call",
  "k-handle-loader-wait-getprocaddress-x64": "loader-lock",
  "orphan-critsec-kb-dt-x86-xp": "critical-section",
  "sqlwait-clrstack-dso-w3wp-clr4-x64-siteserver": "external-call",
  "starvation-tp-tpq-clrstack-aspnetcore-iis-mysql-chinese": "thread-pool-starvation",
};

const CASES = everyPublished().filter(({ cause }) => cause !== null);

interface Ending {
  name: string;
  expected: CauseId | "not in the catalogue";
  primary: string;
  confirmed: readonly CauseId[];
  /** What is asked for next; none at a verdict. */
  missing: readonly string[];
}

function endingOf({ name, text }: Published): Ending {
  const playbook = playbookById("hang");
  if (!playbook) throw new Error("The playbook hang is missing.");
  const { causes, step } = diagnose(playbook, [{ name, text }]);
  const primary = causes.find(({ role }) => role === "primary");
  return {
    name,
    expected: NAMED[name] ?? "not in the catalogue",
    primary: primary ? `${primary.id} (${primary.standing})` : "undecided",
    confirmed: causes
      .filter(({ standing, role }) => standing === "confirmed" && role === "primary")
      .map(({ id }) => id),
    missing: [...nextCommands(step).map(({ command }) => command), ...step.questions],
  };
}

function rowOf({ name, expected, primary, missing }: Ending): string {
  return `  ${name}: ${expected}; ${primary}${missing.length > 0 ? `, next ${missing.slice(0, 2).join(" · ")}` : ""}`;
}

test.skipIf(CASES.length === 0)(
  "no published case ends with another cause than its author's, and who cannot tell says what to run",
  () => {
    const endings = CASES.map(endingOf);
    process.stdout.write(`${endings.map(rowOf).join("\n")}\n`);

    expect(endings.filter(({ confirmed, expected }) => confirmed.some((id) => id !== expected))).toEqual([]);
    const lost = endings.filter(
      ({ expected, primary, missing }) =>
        !primary.startsWith(`${expected} `) && !(primary === "undecided" && missing.length > 0),
    );
    expect(lost).toEqual([]);
  },
);
