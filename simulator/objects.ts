import { addHex, type Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Clock } from "./clock";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

export interface Field {
  methodTable: Hex;
  token: Hex;
  offset: number;
  type: string;
  /** A struct or a primitive. */
  valueType: boolean;
  isStatic: boolean;
  /** An address, a number, or the address a struct starts at; null for statics kept per domain. */
  value: string | null;
  name: string;
  /** Values of a static field by application domain; null stands for NotInit. */
  perDomain: readonly { domain: Hex; value: Hex | null }[];
}

export interface HeapObject {
  address: Hex;
  type: string;
  methodTable: Hex;
  eeClass: Hex;
  sizeBytes: number;
  generation: number;
  token: Hex;
  file: string;
  /** Text of a string. */
  text: string | null;
  /** Elements of an array; null stands for a null reference. */
  array: { element: string; elements: readonly (Hex | null)[] } | null;
  fields: readonly Field[];
  thinLock: { managedThreadId: number; thread: Hex; recursion: number } | null;
}

/** A request that is being served, with its start. */
export interface WorkerRequest {
  object: HeapObject;
  /** Where its start time lies. */
  startAddress: Hex;
  /** 100-ns units since the year 1, decimal. */
  startTicks: string;
}

/** What a thread's stack refers to. */
export interface StackObject {
  /** A stack address, or a register's name. */
  place: Hex;
  inRegister: boolean;
  object: HeapObject;
}

/** Ticks at 1970. */
const EPOCH_TICKS = 621_355_968_000_000_000n;

const STRINGS = [
  "/shop/start.aspx",
  "GET",
  "id=7&sort=price",
  "C:\\inetpub\\wwwroot\\shop\\web.config",
  "Grüße",
  "a < b && c > d",
];
const TYPES = [
  "System.Web.HttpRuntime",
  "System.Web.HttpContext",
  "System.Runtime.Remoting.Messaging.LogicalCallContext",
  "System.Byte[]",
  "System.Collections.Generic.List`1[[System.String, LIBRARY]]",
  "Contoso.Stock.Ledger+<PostAsync>d__7",
];
const FIELD_TYPES: readonly (readonly [type: string, valueType: boolean, name: string])[] = [
  ["System.Int32", true, "_size"],
  ["System.Boolean", true, "m_closed"],
  ["System.String", false, "_path"],
  ["System.Web.HttpContext", false, "_context"],
  ["System.Collections.Hashtable", false, "<Items>k__BackingField"],
  ["System.Object", false, "_syncRoot"],
  ["System.DateTime", true, "_lastSeen"],
];

/** Makes the objects of one process. */
export class ObjectMaker {
  constructor(
    private readonly runtime: Runtime,
    private readonly addresses: AddressSpace,
    private readonly random: Random,
  ) {}

  private field(type: string, valueType: boolean, name: string, offset: number, owner: Hex): Field {
    const { random, addresses } = this;
    const isStatic = random.chance(0.15);
    const number = type === "System.Boolean" ? random.int(0, 1) : random.int(0, 90000);
    const address = random.chance(0.2) ? "0" : addresses.take("object");
    const value = type === "System.DateTime" ? addHex(owner, offset) : valueType ? String(number) : address;
    const domains = random.times(random.int(1, 3), () => ({
      domain: addresses.take("native-heap"),
      value: random.chance(0.3) ? null : addresses.take("object"),
    }));
    return {
      methodTable: addresses.take("method-table"),
      token: (0x4000000 + random.int(1, 0x1fff)).toString(16),
      offset,
      type,
      valueType,
      isStatic,
      value: isStatic ? null : value,
      name,
      perDomain: isStatic ? domains : [],
    };
  }

  private fields(owner: Hex): Field[] {
    const chosen = this.random.sample(FIELD_TYPES, this.random.int(1, FIELD_TYPES.length));
    const word = this.runtime.bits / 8;
    return chosen.map(([type, valueType, name], index) => this.field(type, valueType, name, word * (index + 1), owner));
  }

  private file(type: string): string {
    const own = !type.startsWith("System.");
    if (own) return "C:\\inetpub\\wwwroot\\shop\\bin\\Contoso.Shop.dll";
    return this.runtime.version === "1.1"
      ? "c:\\windows\\assembly\\gac\\system.web\\1.0.5000.0__b03f5f7f11d50a3a\\system.web.dll"
      : `${this.runtime.folder}\\${this.runtime.baseLibrary}.dll`;
  }

  object(type: string, more: Partial<HeapObject> = {}): HeapObject {
    const { random, addresses } = this;
    const address = addresses.take("object");
    return {
      address,
      type,
      methodTable: addresses.take("method-table"),
      eeClass: addresses.take("method-table"),
      sizeBytes: 4 * random.int(3, 400),
      generation: random.int(0, 2),
      token: (0x2000000 + random.int(1, 0xfff)).toString(16),
      file: this.file(type),
      text: null,
      array: null,
      fields: this.fields(address),
      thinLock: random.chance(0.15)
        ? { managedThreadId: random.int(1, 40), thread: addresses.take("native-heap"), recursion: random.int(0, 2) }
        : null,
      ...more,
    };
  }

  text(): HeapObject {
    return this.object("System.String", { text: this.random.pick(STRINGS), thinLock: null });
  }

  array(): HeapObject {
    const { random, addresses } = this;
    const elements = random.times(random.int(0, 6), () => (random.chance(0.3) ? null : addresses.take("object")));
    const element = random.pick(["System.Object", "System.String", "Contoso.Stock.Entry"]);
    return this.object("System.Object[]", { array: { element, elements }, fields: [], thinLock: null });
  }

  /** A request younger than its process. */
  request(clock: Clock): WorkerRequest {
    const { random } = this;
    const age = random.int(1000, Math.min(clock.processUptime, 900_000));
    const ticks = EPOCH_TICKS + BigInt(clock.session - age) * 10_000n + BigInt(random.int(0, 9999));
    const offset = this.runtime.bits / 8;
    const type =
      this.runtime.system === "2003"
        ? "System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6"
        : "System.Web.Hosting.IIS7WorkerRequest";
    const plain = this.object(type);
    const startAddress = addHex(plain.address, offset);
    const start = {
      ...this.field("System.DateTime", true, "_startTime", offset, plain.address),
      isStatic: false,
      perDomain: [],
    };
    const rest = plain.fields.filter((field) => field.offset !== offset);
    return {
      object: { ...plain, fields: [{ ...start, value: startAddress }, ...rest] },
      startAddress,
      startTicks: ticks.toString(),
    };
  }

  /** What one stack refers to, the request among it; the same object may lie there twice. */
  onStack(request: WorkerRequest): StackObject[] {
    const { random, addresses, runtime } = this;
    const registers = runtime.bits === 32 ? ["eax", "ecx", "esi"] : ["rax", "rbx", "r14"];
    const objects = random.times(random.int(1, 9), () =>
      random.chance(0.3)
        ? random.pick([this.text(), this.array()])
        : this.object(
            random
              .pick(TYPES.filter((type) => runtime.version !== "1.1" || !type.includes("`")))
              .replaceAll("LIBRARY", runtime.baseLibrary),
          ),
    );
    const listed = [...objects, request.object, ...objects.slice(0, random.int(0, 2))];
    return listed.map((object, index) =>
      index === 0 && random.chance(0.5)
        ? { place: random.pick(registers), inRegister: true, object }
        : { place: addresses.take("stack"), inRegister: false, object },
    );
  }
}
