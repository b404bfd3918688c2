import { addHex, canonicalHex, type Hex, isNullHex } from "@/evidence";
import type { HeapEntry } from "../managed-heap";
import type { Field, HeapObject, StackObject } from "../objects";
import type { Server } from "../server";
import type { Thread } from "../threads";

/** Where the objects stand that another thread's stack refers to, counted from its topmost frame. */
const FIRST_PLACE = 0x40;

/** An object of which only type and address are known. */
function bareObject(server: Server, address: Hex, type: string, methodTable: Hex | null = null): HeapObject {
  const { request, runtime } = server;
  const distance = Number.parseInt(address.slice(-5), 16) & ~7;
  return {
    ...request.object,
    address,
    type,
    methodTable: methodTable ?? addHex(request.object.methodTable, distance),
    eeClass: addHex(methodTable ?? request.object.eeClass, distance + 8),
    sizeBytes: (3 * runtime.bits) / 8,
    text: null,
    array: null,
    fields: [],
    thinLock: null,
  };
}

function isSame(one: Thread, other: Thread): boolean {
  return one.number === other.number;
}

/** The locks that a thread waits for, then those it holds. */
function lockObjects(server: Server, thread: Thread): HeapObject[] {
  const { monitors } = server.monitors;
  const waited = monitors.filter(({ waiters }) => waiters.some((waiter) => isSame(waiter, thread)));
  const held = monitors.filter(({ owner }) => owner.kind === "thread" && isSame(owner.thread, thread));
  return [...waited, ...held].map(({ object, type }) => bareObject(server, object, type));
}

function exceptionObjects(server: Server, thread: Thread): HeapObject[] {
  return server.exceptions
    .filter((thrown) => isSame(thrown.thread, thread))
    .map(({ last }) => bareObject(server, last.object, last.type));
}

/** Strings and arrays: every managed thread has such on its stack. */
function anyObjects({ objects }: Server, { managed }: Thread): HeapObject[] {
  return managed ? objects.filter(({ text, array }) => text !== null || array !== null) : [];
}

/** What a thread's stack refers to; the server's own list is that of the thread of this number. */
export function stackObjectsOf(server: Server, thread: Thread, listed: number): readonly StackObject[] {
  const known = [...(thread.number === listed ? server.stackObjects : []), ...(thread.references ?? [])];
  const more = [...lockObjects(server, thread), ...exceptionObjects(server, thread), ...anyObjects(server, thread)];
  const missing = more.filter(({ address }) => !known.some(({ object }) => object.address === address));
  const top = thread.managed?.[0]?.sp ?? thread.native[0]?.sp ?? "0";
  const word = server.runtime.bits / 8;
  const placed = missing.map((object, at) => ({
    place: addHex(top, FIRST_PLACE + word * at),
    inRegister: false,
    object,
  }));
  return [...known, ...placed];
}

/** Objects with all that is known of them. */
function wholeObjects(server: Server): HeapObject[] {
  const references = server.threads.flatMap((thread) => thread.references ?? []);
  const onStacks = [...server.stackObjects, ...references].map(({ object }) => object);
  return [server.request.object, ...onStacks, ...server.objects];
}

function referencedBy(server: Server, objects: readonly HeapObject[]): HeapObject[] {
  const isReference = ({ valueType, isStatic, value }: Field): boolean =>
    !valueType && !isStatic && value !== null && !isNullHex(value);
  const fields = objects.flatMap(({ fields: own }) => own.filter(isReference));
  const elements = objects.flatMap(({ array }) => (array?.elements ?? []).flatMap((at) => at ?? []));
  const element = objects.find(({ array }) => array)?.array?.element ?? "System.Object";
  return [
    ...fields.map(({ value, type, methodTable }) => bareObject(server, value ?? "0", type, methodTable)),
    ...elements.map((address) => bareObject(server, address, element)),
  ];
}

function entryObject(server: Server, { address, type, size }: HeapEntry): HeapObject {
  return { ...bareObject(server, address, type.type, type.methodTable), sizeBytes: size };
}

/** Every object that some output of the server names, those that are known best first. */
export function knownObjects(server: Server): HeapObject[] {
  const whole = wholeObjects(server);
  const { listed, locks } = server.managedHeap;
  const free = (entry: HeapEntry): boolean => entry.type.type === "Free";
  return [
    ...whole,
    ...server.threads.flatMap((thread) => [...lockObjects(server, thread), ...exceptionObjects(server, thread)]),
    ...server.monitors.monitors.map(({ object, type }) => bareObject(server, object, type)),
    ...server.rwLocks.map(({ address }) => bareObject(server, address, "System.Threading.ReaderWriterLockSlim")),
    ...[...listed, ...locks.map(({ object }) => object)]
      .filter((entry) => !free(entry))
      .map((entry) => entryObject(server, entry)),
    ...referencedBy(server, whole),
  ];
}

/** The object at an address as typed; null when there is none. */
export function objectAt(server: Server, typed: string): HeapObject | null {
  const address = canonicalHex(typed.replaceAll("`", ""));
  return knownObjects(server).find((object) => canonicalHex(object.address) === address) ?? null;
}

/** The moment that lies at an address, in ticks; null when no date is known there. */
export function ticksAt(server: Server, typed: string): string | null {
  const address = canonicalHex(typed.replaceAll("`", ""));
  const { request } = server;
  if (canonicalHex(request.startAddress) === address) return request.startTicks;
  const isDate = ({ type, value }: Field): boolean =>
    type === "System.DateTime" && value !== null && canonicalHex(value) === address;
  const found = knownObjects(server).some(({ fields }) => fields.some(isDate));
  const before = BigInt(Number.parseInt(address.slice(-6), 16)) * 10_000_000n;
  return found ? (BigInt(request.startTicks) - before).toString() : null;
}

/** The objects of a type as the heap lists them. */
export function entriesOf(server: Server, type: string): HeapEntry[] {
  const entries = new Map(server.managedHeap.listed.map((entry) => [entry.address, entry]));
  for (const { address, type: name, methodTable, sizeBytes: size, generation } of knownObjects(server)) {
    if (entries.has(address)) continue;
    entries.set(address, { address, size, type: { methodTable, type: name, currentName: name }, generation, heap: 0 });
  }
  const wanted = type.toLowerCase();
  return [...entries.values()].filter((entry) => entry.type.type.toLowerCase().includes(wanted));
}
