/** Slots of a character: ASCII, then any other character, then none because the text ends there. */
export const OTHER = 128;
export const END = 129;
export const SLOTS = 130;

/** A set of slots, as bits. */
export type Slots = Int32Array;

/** What a match may begin or end with: for each place, counted from that edge, the slots it may be. */
export type Edge = readonly Slots[];

/** Follows a piece of a pattern from the places in `starts` (bit n: n characters in) to those where it may end. */
type Walk = (starts: number) => number;

export function hasSlot(slots: Slots, slot: number): boolean {
  return (((slots[slot >> 5] as number) >> (slot & 31)) & 1) === 1;
}

function addSlot(slots: Slots, slot: number): Slots {
  slots[slot >> 5] = (slots[slot >> 5] as number) | (1 << (slot & 31));
  return slots;
}

function addSlots(slots: Slots, more: Slots): void {
  for (let word = 0; word < slots.length; word++) slots[word] = (slots[word] as number) | (more[word] as number);
}

function noSlots(): Slots {
  return new Int32Array(Math.ceil(SLOTS / 32));
}

/** Every character but those in `slots`. */
function othersThan(slots: Slots): Slots {
  const others = addSlot(noSlots(), OTHER);
  for (let code = 0; code < OTHER; code++) if (!hasSlot(slots, code)) addSlot(others, code);
  return others;
}

/** The characters that match, with a blank and a letter for those that are not ASCII. */
function matching(pattern: RegExp): Slots {
  const slots = noSlots();
  for (let code = 0; code < OTHER; code++) if (pattern.test(String.fromCharCode(code))) addSlot(slots, code);
  return pattern.test("\u00a0") || pattern.test("\u00e9") ? addSlot(slots, OTHER) : slots;
}

const ANYTHING: Slots = noSlots().fill(-1);
const ONLY_END: Slots = addSlot(noSlots(), END);
const CLASSES: Readonly<Record<string, Slots>> = {
  d: matching(/\d/),
  D: matching(/\D/),
  w: matching(/\w/),
  W: matching(/\W/),
  s: matching(/\s/),
  S: matching(/\S/),
};
const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", b: "\b", "0": "\0" };

const stay: Walk = (starts) => starts;

/** Reads the source of one pattern from one edge. What it does not understand may be anything. */
class EdgeReader {
  private at = 0;
  private readonly source: string;
  private readonly edge: Slots[];
  private readonly allPlaces: number;

  constructor(
    private readonly pattern: RegExp,
    private readonly from: "start" | "end",
    private readonly places: number,
  ) {
    this.source = pattern.source;
    this.edge = Array.from({ length: places }, noSlots);
    this.allPlaces = 2 ** places - 1;
  }

  /** The edge that the branches of the pattern share; null when one of them is not bound to it. */
  read(): Edge | null {
    const branches = this.branches();
    if (!branches.every((branch) => branch.bound)) return null;
    for (const { walk } of branches) this.fill(walk(1), ANYTHING);
    return this.edge;
  }

  private mark(starts: number, slots: Slots): void {
    for (let place = 0; place < this.places; place++) {
      if (((starts >> place) & 1) === 1) addSlots(this.edge[place] as Slots, slots);
    }
  }

  /** From the first place in `starts` on there is nothing but `slots`. */
  private fill(starts: number, slots: Slots): number {
    if (starts !== 0) this.mark(this.allPlaces & -(starts & -starts), slots);
    return 0;
  }

  private character(slots: Slots): Walk {
    for (let code = 65; this.pattern.ignoreCase && code <= 90; code++) {
      if (hasSlot(slots, code)) addSlot(slots, code + 32);
      else if (hasSlot(slots, code + 32)) addSlot(slots, code);
    }
    // Blanks at the edge of a line are passed over.
    const stays = hasSlot(slots, 32) ? 1 : 0;
    return (starts) => {
      this.mark(starts, slots);
      return ((starts << 1) & this.allPlaces) | (starts & stays);
    };
  }

  private escaped(): Slots {
    const letter = this.source[this.at++] ?? "";
    const digits = letter === "u" ? 4 : letter === "x" ? 2 : 0;
    this.at += digits;
    if (digits > 0) return this.slotOf(Number.parseInt(this.source.slice(this.at - digits, this.at), 16));
    return CLASSES[letter]?.slice() ?? this.slotOf((CONTROLS[letter] ?? letter).charCodeAt(0));
  }

  private slotOf(code: number): Slots {
    return addSlot(noSlots(), Math.min(code, OTHER));
  }

  /** `[^\s!<>]` */
  private set(): Walk {
    const slots = noSlots();
    const negated = this.source[this.at] === "^";
    if (negated) this.at++;
    while (this.at < this.source.length && this.source[this.at] !== "]") {
      const first = this.member();
      const ranges = this.source[this.at] === "-" && this.source[this.at + 1] !== "]";
      if (ranges) this.at++;
      const last = ranges ? this.member() : first;
      for (let slot = lowest(first); ranges && slot < lowest(last); slot++) addSlot(slots, slot);
      addSlots(slots, first);
      addSlots(slots, last);
    }
    this.at++;
    return this.character(negated ? othersThan(slots) : slots);
  }

  private member(): Slots {
    const char = this.source[this.at++] ?? "";
    return char === "\\" ? this.escaped() : this.slotOf(char.charCodeAt(0));
  }

  private group(): Walk {
    const head = /^\?(?::|<?[=!]|<\w+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    this.at += head.length;
    const branches = this.branches();
    this.at++;
    // Looking around takes no characters.
    if (/[=!]$/.test(head)) return stay;
    return (starts) => branches.reduce((ends, { walk }) => ends | walk(starts), 0);
  }

  private bound(anchor: "start" | "end"): Walk {
    return anchor === this.from ? stay : (starts) => this.fill(starts, ONLY_END);
  }

  private one(): Walk {
    const char = this.source[this.at++] ?? "";
    if (char === "(") return this.group();
    if (char === "[") return this.set();
    if (char === "^") return this.bound("start");
    if (char === "$") return this.bound("end");
    if (char === ".") return this.character(othersThan(noSlots()));
    if (char !== "\\") return this.character(this.slotOf(char.charCodeAt(0)));
    const next = this.source[this.at] ?? "";
    if (/[bB]/.test(next)) this.at++;
    else if (/[1-9ckpP]/.test(next)) return (starts) => this.fill(starts, ANYTHING);
    else return this.character(this.escaped());
    return stay;
  }

  private repeated(): Walk {
    const inner = this.one();
    const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.source.slice(this.at));
    if (!quantifier) return inner;
    this.at += quantifier[0].length;
    const [, sign, low, comma, high] = quantifier;
    const least = sign ? (sign === "+" ? 1 : 0) : Number(low);
    const unbounded = sign ? sign !== "?" : comma === "," && high === "";
    const most = unbounded ? Number.POSITIVE_INFINITY : sign ? 1 : Number(high || low);
    // A round that does not go on by a character tells nothing new, so the places bound the rounds.
    const rounds = Math.min(most, Math.max(least, 1) + this.places);
    return (starts) => {
      let ends = least === 0 ? starts : 0;
      let current = starts;
      for (let round = 1; round <= rounds && current !== 0; round++) {
        current = inner(current);
        if (round >= least) ends |= current;
      }
      return ends;
    };
  }

  private branches(): { bound: boolean; walk: Walk }[] {
    const found: { bound: boolean; walk: Walk }[] = [];
    do {
      if (found.length > 0) this.at++;
      found.push(this.branch());
    } while (this.source[this.at] === "|");
    return found;
  }

  private branch(): { bound: boolean; walk: Walk } {
    const begin = this.at;
    const parts: Walk[] = [];
    let last = begin;
    while (this.at < this.source.length && this.source[this.at] !== "|" && this.source[this.at] !== ")") {
      last = this.at;
      parts.push(this.repeated());
    }
    const bound = this.from === "start" ? this.source[begin] === "^" : this.source.slice(last, this.at) === "$";
    if (this.from === "end") parts.reverse();
    return { bound, walk: (starts) => parts.reduce((places, part) => part(places), starts) };
  }
}

function lowest(slots: Slots): number {
  let slot = 0;
  while (slot < OTHER && !hasSlot(slots, slot)) slot++;
  return slot;
}

/**
 * What a match may begin with (`start`: bound by `^`) or end with (`end`: bound by `$`), blanks at the edges of a
 * line left out. Too much may be in it, never too little. Null for a pattern that is not bound there.
 */
export function edgeOf(pattern: RegExp, from: "start" | "end", places: number): Edge | null {
  return new EdgeReader(pattern, from, places).read();
}
