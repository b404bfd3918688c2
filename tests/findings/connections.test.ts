import { expect, test } from "vitest";
import { run } from "../support/triage";

const idsOf = (...texts: readonly string[]): string[] =>
  run(...texts)
    .findings.map(({ id }) => id)
    .filter((id) => /^(?:connection-pool-|service-point-|outgoing-)/.test(id));

const POOL = "System.Data.ProviderBase.DbConnectionPool";

/** `!dumpheap -type`: objects of several types, given by type and address. */
function heap(...objects: readonly (readonly [type: string, address: string])[]): string {
  const types = [...new Set(objects.map(([type]) => type))];
  const table = (type: string): string => `00007ff9a0b1c${(0x100 + 8 * types.indexOf(type)).toString(16)}`;
  return `0:000> !dumpheap -type X
         Address               MT     Size
${objects.map(([type, address]) => `${address} ${table(type)}      152     `).join("\n")}

Statistics:
              MT    Count    TotalSize Class Name
${types.map((type) => `${table(type)}        ${objects.filter(([one]) => one === type).length}          152 ${type}`).join("\n")}
Total ${objects.length} objects
`;
}

function object(type: string, address: string, fields: Readonly<Record<string, string>>): string {
  const rows = Object.entries(fields).map(
    ([name, value], at) =>
      `00007ff9a0b1e5a0  4000a${(0x10 + at).toString(16)}       ${(0x40 + 4 * at).toString(16)}         System.Int32  1 instance ${value} ${name}`,
  );
  return `0:000> !do ${address}
Name:        ${type}
MethodTable: 00007ff9a0b1c2d8
EEClass:     00007ff9a0a1f0e0
Size:        152(0x98) bytes
File:        C:\\Windows\\Microsoft.NET\\assembly\\System.Data.dll
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
${rows.join("\n")}
`;
}

const ONE = "000001b2a4e10008";
const OTHER = "000001b2a4e20008";

test("a pool that the heap lists is the next thing to look into, other types of that name are not", () => {
  const { findings } = run(heap([`${POOL}Group`, OTHER], [POOL, ONE], [`${POOL}+PendingGetConnection`, OTHER]));
  const found = findings.filter(({ id }) => id === "connection-pool-found");
  expect(found.map(({ values }) => values.object)).toEqual([ONE.replace(/^0+/, "")]);
});

test("a pool that was looked into is not asked for again, the other one is", () => {
  const listed = heap([POOL, ONE], [POOL, OTHER]);
  const calm = object(POOL, ONE, { _totalObjects: "3", _waitCount: "0" });
  expect(idsOf(listed, calm)).toEqual(["connection-pool-found"]);
  const full = object(POOL, OTHER, { _totalObjects: "100", _waitCount: "12" });
  expect(idsOf(listed, calm, full)).toEqual(["connection-pool-full"]);
});

test("a pool with room proves something once no other is left to look into", () => {
  expect(idsOf(heap([POOL, ONE]), object(POOL, ONE, { _totalObjects: "3", _waitCount: "0" }))).toEqual([
    "connection-pool-not-full",
  ]);
});

test("a pool smaller than a hundred is full when its own maximum says so", () => {
  const pool = object(POOL, ONE, { _totalObjects: "30", _waitCount: "9", _connectionPoolGroupOptions: OTHER });
  expect(idsOf(pool)).toEqual(["connection-pool-waited-for"]);
  const options = (most: number): string => object(`${POOL}GroupOptions`, OTHER, { _maxPoolSize: String(most) });
  expect(idsOf(pool, options(30))).toEqual(["connection-pool-full"]);
  expect(idsOf(pool, options(100))).toEqual(["connection-pool-not-full"]);
});

test("one host with room settles nothing while another host is at its limit or not looked into", () => {
  const listed = heap(["System.Net.ServicePoint", ONE], ["System.Net.ServicePoint", OTHER]);
  const host = (address: string, open: number): string =>
    object("System.Net.ServicePoint", address, { m_ConnectionLimit: "2", m_CurrentConnections: String(open) });
  expect(idsOf(listed, host(ONE, 1))).toEqual(["service-point-found"]);
  expect(idsOf(listed, host(ONE, 1), host(OTHER, 2))).toEqual(["outgoing-limit-reached"]);
  expect(idsOf(listed, host(ONE, 1), host(OTHER, 0))).toEqual([
    "outgoing-limit-not-reached",
    "outgoing-limit-not-reached",
  ]);
});
