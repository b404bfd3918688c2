import { group } from "./grammar";
import { guarded } from "./guarded";
import { remembered } from "./remembered";

/** Which columns a heading announces; none at all for the bare names of `kc`. */
export interface StackHeading {
  childSp: boolean;
  childBsp: boolean;
  returnAddress: boolean;
  args: boolean;
  /** The column that `kf` puts in front. */
  memory: boolean;
}

// ` # Child-SP          RetAddr               : Args to Child      : Call Site`
export const HEADING =
  /^\s*(?:>\s*)?(?:#\s*)?(?<memory>Memory\s+)?(?:(?<sp>ChildEBP|Child-SP|FramePtr)\s+)?(?<bsp>Child-BSP\s+)?RetAddr\b(?<rest>.*)$/i;
// `: Args to Child : Call Site`      `: Args to` of one that was wrapped      `Call Siteput`      `Param1   Param2   Param3   Function Name`
const HEADING_REST = /^(?<args>Args to(?: Child)?|Param1 Param2 Param3)? ?(?:Call Site\w{0,4}|Function Name)?$/i;
const HEADING_WORDS = guarded(/RetAddr|Call Site/i);
const NAMES_ONLY = /^\s*(?:#\s*)?Call Site\s*$/i;

/** Reads ` # Child-SP  RetAddr  : Args to Child : Call Site` and its kin; null when the line is no heading of a native stack. */
export function readStackHeading(text: string): StackHeading | null {
  return HEADING_WORDS.test(text) ? knownHeading(text) : null;
}

/** A log prints the same few over and over. */
const knownHeading = remembered((text: string): StackHeading | null => {
  if (NAMES_ONLY.test(text)) {
    return { childSp: false, childBsp: false, returnAddress: false, args: false, memory: false };
  }
  const match = HEADING.exec(text);
  const rest = HEADING_REST.exec((match?.groups?.rest ?? "").replace(/[\s:]+/g, " ").trim());
  if (!match || !rest) return null;
  return {
    childSp: group(match, "sp") !== null,
    childBsp: group(match, "bsp") !== null,
    returnAddress: true,
    args: group(rest, "args") !== null,
    memory: group(match, "memory") !== null,
  };
});

/** True for the heading of a native stack. SOS prints the same one above its x64 stacks: look at the rows. */
export function isStackHeading(text: string): boolean {
  return readStackHeading(text) !== null;
}

// WARNING: Frame IP not in any known module. Following frames may be wrong.
// <Intermediate frames may have been skipped due to lack of complete unwind>
export const UNRELIABLE =
  /^\s*WARNING: (?:Frame IP not in any known module|Stack unwind information not available|Stack pointer is outside)|Following frames may be wrong|^\s*<Intermediate frames may have been skipped /i;
const ANY_UNRELIABLE = guarded(UNRELIABLE);

/** True for the line after which the unwinder is guessing. */
export function isUnreliableMark(text: string): boolean {
  return ANY_UNRELIABLE.test(text);
}
