import { canonicalHex, type FieldRow, type Line } from "@/evidence";
import { group, HEX, hexGroup, rx } from "./grammar";
import { withoutEscapes } from "./type-name";

/**
 * The rows below `Fields:`, in every dialect:
 *
 *   0x01c08a78 0x4000798      0x4            VALUETYPE   instance start at 10308870 _startTime     (1.1)
 *   0x01b98a78 0x40001ae     0x8c                CLASS     shared   static EventDisposed           (1.1)
 *   670b9cc8  4000001        4        System.UInt32  1 instance 3735928559 <Value>k__BackingField  (2.0 on)
 *   00007ffd41147288  4001820        8 ...String, mscorlib]]  0 instance 000001963d8446c8 _items   (long types cut in front)
 *   00007fb5dd8bb368  400084c       28 ...eading.Tasks.Task  0 TLstatic  t_currentTask             (no value)
 *
 * A type may hold blanks, so a row is read from its attribute outwards.
 */
const FRONT = rx(
  "^\\s*(?:(?<methodTable>(?:0x)?[0-9a-f]{5,16})\\s+)?(?<field>(?:0x)?[0-9a-f]{6,8})\\s+(?<offset>(?:0x)?[0-9a-f]{1,8})\\s+",
  "(?<rest>\\S.*)$",
);
const ATTRIBUTE = /^(?:instance|static|shared|(?:TL|CL|RVA)static)$/i;
const STATIC = /^(?:TL|CL|RVA)?static$/i;
const NAME = /^[^\s\d-]\S*$/;

/** Columns in front of the attribute: the type and, from .NET 2.0 on, VT. */
function readType(tokens: readonly string[]): { type: string; valueType: boolean } {
  const last = tokens.at(-1) ?? "";
  const flag = last === "0" || last === "1" ? last : null;
  const type = (flag === null ? tokens : tokens.slice(0, -1)).join(" ");
  return { type, valueType: flag === "1" || type === "VALUETYPE" };
}

/** Columns behind the attribute; null when the row was cut off before its name. */
function readValue(tokens: readonly string[], instance: boolean): { value: string | null; name: string } | null {
  const name = tokens.at(-1) ?? "";
  if (!NAME.test(name)) return null;
  const value = tokens.slice(0, -1);
  if (value[0]?.toLowerCase() === "start") {
    return value.length === 3 && value[1]?.toLowerCase() === "at" ? { value: value[2] ?? null, name } : null;
  }
  if (value.join(" ").toLowerCase() === "dynamic statics nyi") return { value: null, name };
  if (value.length === 0) return instance || name.toLowerCase() === "nyi" ? null : { value: null, name };
  return value.length === 1 ? { value: value[0] ?? null, name } : null;
}

/** Reads one field; null when the line is none, or is cut off before the field's name. */
export function readField(text: string): Omit<FieldRow, "line"> | null {
  const front = FRONT.exec(text);
  if (!front) return null;
  const tokens = (group(front, "rest") ?? "").trim().split(/\s+/);
  const at = tokens.findIndex((token) => ATTRIBUTE.test(token));
  if (at < 1) return null;
  const shared = tokens[at]?.toLowerCase() === "shared";
  const next = tokens[at + 1] ?? "";
  if (shared && !STATIC.test(next)) return null;
  const attr = shared ? `shared ${next}` : (tokens[at] ?? "");
  const behind = readValue(tokens.slice(at + (shared ? 2 : 1)), attr.toLowerCase() === "instance");
  if (!behind) return null;
  return {
    methodTable: hexGroup(front, "methodTable"),
    field: hexGroup(front, "field"),
    offset: hexGroup(front, "offset"),
    ...readType(tokens.slice(0, at).map(withoutEscapes)),
    attr,
    value: behind.value,
    name: withoutEscapes(behind.name),
    perDomain: [],
  };
}

/** The front of a field's row, which may go on in the next line. */
export function beginsField(text: string): boolean {
  return FRONT.test(text);
}

// >> Domain:Value  0000017b52758030:NotInit  <<        >> Thread:Value 7ed5:00007fb5b801ccb8
const PER_DOMAIN = /^\s*>>\s*(?<kind>Domain|Thread):Value\b(?<pairs>.*)$/i;
const PAIR = rx("^(?<domain>", HEX, "):(?<value>[^\\s:]+)$");
// A last pair without `<<` behind it may be cut.
const WHOLE_PAIR = /:(?:NotInit|(?:0x)?[0-9a-f]{8}(?:[0-9a-f]{8})?)$/i;
const FILLER = /^(?:<<|dynamic|statics|NYI)$/i;
const MOST_LINES = 40;

/** Reads the values of a static field, one per application domain; they may go on over lines up to `<<`. */
export function readPerDomain(
  lines: readonly Line[],
  at: number,
): { pairs: FieldRow["perDomain"]; used: number } | null {
  const first = PER_DOMAIN.exec(lines[at]?.text ?? "");
  if (!first) return null;
  const tokens = (group(first, "pairs") ?? "").trim().split(/\s+/).filter(Boolean);
  let used = 1;
  while (tokens.at(-1) !== "<<" && used < MOST_LINES) {
    const more = (lines[at + used]?.text ?? "").trim().split(/\s+/).filter(Boolean);
    if (more.length === 0) break;
    // A console cuts a pair anywhere.
    const last = tokens.at(-1) ?? "";
    const cut = tokens.length > 0 && !FILLER.test(last) && !WHOLE_PAIR.test(last);
    const joined = cut ? [`${last}${more[0]}`, ...more.slice(1)] : more;
    if (!joined.every((token) => FILLER.test(token) || PAIR.test(token))) break;
    if (cut) tokens.pop();
    tokens.push(...joined);
    used++;
  }
  const closed = tokens.at(-1) === "<<";
  // With an address missing, the next domain would stand for it.
  const broken = tokens.slice(0, -1).some((token) => !FILLER.test(token) && !PAIR.test(token));
  if (broken && group(first, "kind")?.toLowerCase() === "domain") return null;
  const pairs = tokens.flatMap((token, index) => {
    const pair = PAIR.exec(token);
    if (!pair || (!closed && index === tokens.length - 1 && !WHOLE_PAIR.test(token))) return [];
    const value = group(pair, "value") ?? "";
    return [{ domain: canonicalHex(group(pair, "domain") ?? ""), value: /^NotInit$/i.test(value) ? null : value }];
  });
  return { pairs: group(first, "kind")?.toLowerCase() === "domain" ? pairs : [], used };
}
