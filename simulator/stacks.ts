import { addHex, type Hex } from "@/evidence";
import type { AddressSpace, Region } from "./addresses";
import { callsOf, type Role } from "./calls";
import { type Method, methodsOf } from "./methods";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

/** One native frame. */
export interface NativeCall {
  sp: Hex;
  /** Where the thread stands in this frame. */
  address: Hex;
  returnAddress: Hex;
  /** Four of them; 32-bit debuggers print the first three. */
  args: readonly Hex[];
  /** Null for compiled managed code. */
  module: string | null;
  symbol: string | null;
  offset: number;
  /** `file @ line` where private symbols are loaded. */
  source: string | null;
  inline: boolean;
  /** What `kv` adds, without parentheses. */
  note: string | null;
}

/** A parameter or local variable below a managed frame. */
export interface Variable {
  section: "parameter" | "local";
  /** Locals have none. */
  name: string | null;
  /** Null for `<CLR reg>`. */
  place: Hex | null;
  /** Null for `<no data>`. */
  value: Hex | null;
}

/** One managed frame. */
export interface ManagedCall extends Method {
  sp: Hex;
  ip: Hex;
  variables: readonly Variable[];
}

const NOTES = ["FPO: [Non-Fpo]", "FPO: [0,0,0]", "FPO: [Uses EBP] [0,0,4]", "CONV: stdcall"];
const SOURCES = [
  "f:\\dd\\ndp\\clr\\src\\vm\\threads.cpp @ 1480",
  "D:\\a\\_work\\1\\s\\src\\inc\\clrhost.h @ 97",
  "c:\\build (old)\\x.c @ 7",
];

/** Where the code on a stack lies, and what its arguments point at. */
export interface StackRegions {
  code: Region;
  data: readonly Region[];
}

const USER_MODE: StackRegions = { code: "jitted", data: ["object", "native-heap"] };
export const KERNEL_MODE: StackRegions = { code: "driver-code", data: ["pool", "kernel-handle-table"] };

/** Both stacks of one thread. */
export interface Stacks {
  native: NativeCall[];
  managed: ManagedCall[] | null;
}

/** Makes both stacks of one thread. */
export class StackMaker {
  constructor(
    private readonly runtime: Runtime,
    private readonly addresses: AddressSpace,
    private readonly random: Random,
    private readonly regions: StackRegions = USER_MODE,
  ) {}

  /** A value as it lies on a stack: a pointer, a small number or nothing. */
  word(): Hex {
    const { random, addresses, regions } = this;
    const kind = random.int(0, 5);
    if (kind < 2) return random.int(0, 0xfff).toString(16);
    if (kind === 2) return "0";
    if (kind === 3) return "ffffffff";
    return addresses.take(random.pick(regions.data));
  }

  private frame(sp: Hex, module: string | null, symbol: string | null): NativeCall {
    const { random, addresses, runtime, regions } = this;
    const own = symbol !== null && /^(?:clr|coreclr|AcmeBkp)$/.test(module ?? "");
    return {
      sp,
      address: addresses.take(regions.code),
      returnAddress: "0",
      args: random.times(4, () => this.word()),
      module,
      symbol,
      offset: symbol === null ? random.int(0x1000, 0x1ffff) : random.int(0, 4) === 0 ? 0 : random.int(1, 0x3ff),
      source: own && random.chance(0.4) ? random.pick(SOURCES) : null,
      inline: false,
      note: runtime.bits === 32 && symbol !== null && random.chance(0.8) ? random.pick(NOTES) : null,
    };
  }

  /** A call the compiler dissolved into its caller, as debuggers of 64-bit Windows 10 show it. */
  private inlined(caller: NativeCall): NativeCall[] {
    const { runtime, random } = this;
    if (runtime.bits === 32 || runtime.system !== "2019" || caller.symbol === null || !random.chance(0.08)) return [];
    return [{ ...this.frame("0", caller.module, "MethodDescCallSite::Call"), inline: true }];
  }

  /** Frames for call sites, top first; each returns to the next. */
  native(sites: readonly string[], top: Hex): NativeCall[] {
    const { random } = this;
    let sp = top;
    const frames = sites.flatMap((site, at) => {
      sp = addHex(sp, 4 * random.int(1, 60));
      const [module = "", symbol = ""] = site.split(/[!+]/, 2);
      const frame = site === "JIT" ? this.frame(sp, null, null) : this.frame(sp, module, symbol || null);
      const inlined = this.inlined(frame);
      // Nothing is dissolved into the call that enters the kernel.
      return at === 0 ? [frame] : [...inlined, frame];
    });
    return frames.map((frame, index) => ({
      ...frame,
      returnAddress: frames.slice(index + 1).find(({ inline }) => !inline)?.address ?? "0",
    }));
  }

  private variables(method: Method): Variable[] {
    const { random } = this;
    if (method.transition !== null) return [];
    const names = method.isStatic ? [] : ["this"];
    const parameters = [...names, ...method.parameters.map((_parameter, index) => `arg${index}`)].map(
      (name): Variable =>
        random.chance(0.2)
          ? { section: "parameter", name: null, place: null, value: null }
          : {
              section: "parameter",
              name,
              place: random.chance(0.5) ? null : this.addresses.take("stack"),
              value: this.word(),
            },
    );
    const locals = random.times(
      random.int(0, 2),
      (): Variable => ({
        section: "local",
        name: null,
        place: this.addresses.take("stack"),
        value: this.word(),
      }),
    );
    return [...parameters, ...locals];
  }

  managed(methods: readonly Method[], top: Hex): ManagedCall[] {
    let sp = top;
    return methods.map((method) => {
      sp = addHex(sp, 4 * this.random.int(1, 60));
      return { ...method, sp, ip: this.addresses.take("jitted"), variables: this.variables(method) };
    });
  }

  /** The stacks of a thread that plays `role`. */
  both(role: Role): Stacks {
    return this.of(callsOf(role, this.runtime), methodsOf(role, this.runtime, this.random));
  }

  /** The stacks of a thread that stands in these calls, top first. */
  of(sites: readonly string[], methods: readonly Method[] | null): Stacks {
    const top = this.addresses.take("stack");
    const managed = methods ? this.managed(methods, addHex(top, 0x400)) : null;
    return { native: this.native(sites, top), managed };
  }
}
