import { CASE_STUDY } from "../support/case-study";

/** A log as `.logopen` writes it: sessions of many commands, addresses differing, noise between. */
export function syntheticLog(bytes: number): string {
  const parts: string[] = [];
  let size = 0;
  let round = 0;
  while (size < bytes) {
    const session = CASE_STUDY.map(({ text }) => varied(text, round)).join("\n");
    const stacks = manyStacks(round, 40);
    for (const part of [session, stacks, noise(round)]) {
      parts.push(part);
      size += part.length;
    }
    round++;
  }
  return parts.join("\n");
}

/** The same output with other addresses: the last digits of each 8-digit number are turned. */
function varied(text: string, round: number): string {
  const tail = (round * 7919).toString(16).slice(-3).padStart(3, "0");
  return text.replace(/\b([0-9a-f]{5})[0-9a-f]{3}\b/g, `$1${tail}`);
}

function manyStacks(round: number, threads: number): string {
  const lines = ["0:000> ~*kb 2000", ""];
  for (let thread = 0; thread < threads; thread++) {
    const base = 0x0e000000 + thread * 0x10000 + round;
    lines.push(
      `  ${thread}  Id: 13a8.${(0x300 + thread).toString(16)} Suspend: 1 Teb: ${(0x7ff00000 + thread * 0x1000).toString(16)} Unfrozen`,
    );
    lines.push("ChildEBP RetAddr  Args to Child");
    for (let frame = 0; frame < 12; frame++) {
      const sp = (base + frame * 16).toString(16).padStart(8, "0");
      lines.push(
        `${sp} 791e0b3b 00000001 0aaabd34 00000001 mscorsvr!Thread::DoAppropriateWait+0x${(frame + 3).toString(16)}`,
      );
    }
    lines.push("");
  }
  return lines.join("\n");
}

function noise(round: number): string {
  const lines: string[] = [];
  for (let line = 0; line < 60; line++) {
    lines.push(
      `2007-06-21 11:28:${String(line).padStart(2, "0")} INFO  worker ${round} request /shop/page${line}.aspx served in ${line * 3} ms, cache ${line % 2 ? "hit" : "miss"}`,
    );
  }
  return lines.join("\n");
}
