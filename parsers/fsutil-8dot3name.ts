import type { Line, ShortNamesReport } from "@/evidence";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `fsutil 8dot3name query VOLUME` and `fsutil behavior query disable8dot3 [VOLUME]`: whether NTFS makes a
 * second, short name for every file, which slows down large folders.
 *
 * ```sample query
 * C:\>fsutil 8dot3name query C:
 * The volume state is: 0 (8dot3 name creation is enabled).
 * The registry state is: 2 (Per volume setting - the default).
 *
 * Based on the above two settings, 8dot3 name creation is enabled on C:
 * ```
 * ```sample behavior
 * C:\>fsutil behavior query disable8dot3 D:
 * The volume state for Disable8dot3 is 1 (8dot3 name creation is disabled).
 * The registry state of NtfsDisable8dot3NameCreation is 2, the default (Volume level setting).
 * Based on the above two settings, 8dot3 name creation is disabled on D:.
 * ```
 * Server 2003 and 2008 have one setting for the machine:
 * ```sample server-2003
 * C:\>fsutil behavior query disable8dot3
 * disable8dot3 = 0
 * ```
 *
 * Volume state: 0 names are made, 1 none. Registry: 0 made everywhere, 1 nowhere, 2 as the volume says,
 * 3 on the system volume only. Names that exist already stay until they are stripped.
 */
// The volume state is: 0 (8dot3 name creation is enabled).
const VOLUME_STATE = /^\s*The volume state (?:is|for Disable8dot3 is):? (?<state>[01])\b/i;
// The registry state of NtfsDisable8dot3NameCreation is 2, the default (Volume level setting).
const REGISTRY_STATE = /^\s*The registry state (?:is|of NtfsDisable8dot3NameCreation is):? (?<state>[0-3])\b/i;
const OLD_STATE = /^\s*(?:Ntfs)?disable8dot3(?:NameCreation)?\s*(?:=|is)\s*(?<state>[0-3])\b/i;
const RESULT =
  /^\s*Based on the above (?:two )?settings?, 8dot3 name creation is (?<state>enabled|disabled) on "?(?<volume>[A-Z]:|[^\s"]{1,80}?)"?\.?$/i;
const KNOWN = /^\s*(?:The registry state is|The volume state is|Based on the above (?:two )?settings?)\b/i;
// Localised: `Der Volumestatus ist: 0 (…)`: a digit and its meaning in brackets
const TRANSLATED = /^\s*\D{8,80}:? (?<state>[0-3]) ?[(,].{2,120}\)\.?$/;
const VOLUME = /(?:^|\s)"?(?<volume>[A-Z]:|\\\\\?\\Volume\{[\da-f-]{36}\})\\?"?(?:\s|$)/i;

type State = ShortNamesReport["registryState"];

class ShortNamesReader {
  line: number | null = null;
  volume: string | null = null;
  volumeState: 0 | 1 | null = null;
  volumeStateLine: number | null = null;
  registryState: State = null;
  registryStateLine: number | null = null;
  enabled: boolean | null = null;

  constructor(private readonly named: boolean) {}

  take(line: Line): boolean {
    const taken = this.states(line) || this.result(line.text) || KNOWN.test(line.text);
    if (taken) this.line ??= line.number;
    return taken;
  }

  private states(line: Line): boolean {
    const volume = VOLUME_STATE.exec(line.text);
    const registry = REGISTRY_STATE.exec(line.text) ?? OLD_STATE.exec(line.text);
    const translated = this.named && !volume && !registry ? TRANSLATED.exec(line.text) : null;
    const state = Number((volume ?? registry ?? translated)?.groups?.state);
    // In every language the volume comes first.
    if (volume || (translated && this.volumeState === null && state <= 1)) {
      this.volumeState = state === 1 ? 1 : 0;
      this.volumeStateLine = line.number;
    } else if (registry || translated) {
      this.registryState = state as State;
      this.registryStateLine = line.number;
    } else return false;
    return true;
  }

  private result(text: string): boolean {
    const match = RESULT.exec(text);
    if (match) {
      this.enabled = match.groups?.state?.toLowerCase() === "enabled";
      this.volume = match.groups?.volume ?? null;
    }
    return match !== null;
  }

  /** What follows from the two states. */
  follows(): boolean | null {
    if (this.registryState === 0) return true;
    if (this.registryState === 1) return false;
    if (this.registryState === 2 && this.volumeState !== null) return this.volumeState === 0;
    return null;
  }
}

function parse(source: Source): Reading<ShortNamesReport> {
  const reader = new ShortNamesReader(/8dot3/i.test(source.command ?? ""));
  const unread: number[] = [];
  for (const line of withoutRemarks(source.lines)) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (!isChatter(line.text)) unread.push(line.number);
  }
  const { line, volumeState, volumeStateLine, registryState, registryStateLine } = reader;
  if (line === null || (volumeState === null && registryState === null && reader.enabled === null)) return null;
  const asked = VOLUME.exec(source.args)?.groups?.volume ?? null;
  const states = { volumeState, volumeStateLine, registryState, registryStateLine };
  const enabled = reader.enabled ?? reader.follows();
  return {
    report: { kind: "short-names", line, volume: (reader.volume ?? asked)?.toUpperCase() ?? null, ...states, enabled },
    unread,
  };
}

export const fsutil8dot3name: Parser<ShortNamesReport> = {
  id: "fsutil-8dot3name",
  name: "fsutil 8dot3name query",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?fsutil(?:\.exe)?\s+(?:8dot3name\s+query|behavior\s+query\s+disable8dot3)\b/i,
  bareCommand:
    /^\s{0,8}fsutil(?:\.exe)? {1,4}(?:8dot3name {1,4}query|behavior {1,4}query {1,4}disable8dot3)(?: {1,4}"?[A-Z]:\\?"?)?$/i,
  recognise: [VOLUME_STATE, REGISTRY_STATE, RESULT, OLD_STATE],
  keeps: [KNOWN],
  errors: [
    {
      // The FSUTIL utility requires that you have administrative privileges.      Error:  Access is denied.
      line: /FSUTIL utility requires|^\s*Error:?\s+Access is denied|requires administrative/i,
      problem: {
        code: "NEEDS_ELEVATION",
        what: "fsutil answers administrators only, and this prompt was not elevated.",
        fix: 'Open the prompt with "Run as administrator" and run the command again.',
        commands: ["fsutil 8dot3name query C:"],
      },
    },
    {
      // 8dot3name is an invalid parameter.
      line: /8dot3name is an invalid parameter/i,
      problem: {
        code: "OLDER_FSUTIL",
        what: "This Windows is older than the command; it has one setting for the whole machine.",
        fix: "Ask for that one.",
        commands: ["fsutil behavior query disable8dot3"],
      },
    },
  ],
  parse,
};
