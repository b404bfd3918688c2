import { expect, test } from "vitest";
import {
  continueManagedRow,
  parseManagedRows,
  parseManagedValue,
  readSite,
  readSourceLine,
} from "@/parsers/managed-frame";

const at = (text: string) => ({ number: 7, last: 7, text });
const frame = (text: string) => parseManagedRows(at(text))[0]?.frame ?? null;

test.each([
  [
    "0x06f5f338 0x025f332b [DEFAULT] [hasThis] Void System.Web.Compilation.CompilationMutex.WaitOne()",
    "System.Web.Compilation.CompilationMutex.WaitOne",
    "",
  ],
  [
    "0x286cf864 0x025459f2 [DEFAULT] Class System.Web.IHttpHandler System.Web.HttpApplicationFactory.GetApplicationInstance(Class System.Web.HttpContext)",
    "System.Web.HttpApplicationFactory.GetApplicationInstance",
    "Class System.Web.HttpContext",
  ],
  [
    "0x0e8cf4fc 0x02545e3c [DEFAULT] Class System.Type System.Web.UI.ApplicationFileParser.GetCompiledApplicationType(String,ByRef Class System.Web.UI.ApplicationFileParser)",
    "System.Web.UI.ApplicationFileParser.GetCompiledApplicationType",
    "String,ByRef Class System.Web.UI.ApplicationFileParser",
  ],
  [
    "0x0e8cf4fc 0x02545e3c [DEFAULT] [hasThis] SZArray ValueClass System.DateTime Contoso.Rates.Feed.Load(SZArray UI1,I4)",
    "Contoso.Rates.Feed.Load",
    "SZArray UI1,I4",
  ],
  ["0x0e8cf4fc 0x02545e3c [DEFAULT] [hasThis] Void Contoso.Rates.Feed..ctor()", "Contoso.Rates.Feed..ctor", ""],
  [
    "2a8bd2f8 21ab107d Autofac.Core.Lifetime.LifetimeScope.GetOrCreateAndShare(System.Guid, System.Func`1)",
    "Autofac.Core.Lifetime.LifetimeScope.GetOrCreateAndShare",
    "System.Guid, System.Func`1",
  ],
  [
    "000000f7a3ecbfb0 00007ffac3e99586 System.Collections.Generic.Dictionary`2[[System.__Canon, mscorlib],[System.Collections.Generic.List`1[[System.Int32, mscorlib]], mscorlib]].FindEntry(System.__Canon)",
    "System.Collections.Generic.Dictionary`2[[System.__Canon, mscorlib],[System.Collections.Generic.List`1[[System.Int32, mscorlib]], mscorlib]].FindEntry",
    "System.__Canon",
  ],
  ["00007FFEAC2730C0 000076BC1EE91C11 Program.<Main>$(System.String[])", "Program.<Main>$", "System.String[]"],
  ["000076BC98489B70 000076BC1EE924F7 Program+<>c.<<Main>$>b__0_0()", "Program+<>c.<<Main>$>b__0_0", ""],
  [
    "000000000869e5d0 000007feed69671b System.Web.HttpApplication+SyncEventExecutionStep.System.Web.HttpApplication.IExecutionStep.Execute()",
    "System.Web.HttpApplication+SyncEventExecutionStep.System.Web.HttpApplication.IExecutionStep.Execute",
    "",
  ],
  [
    "000000000869ebb0 000007fef1fec6ca DomainNeutralILStubClass.IL_STUB(Int64, Int64)",
    "DomainNeutralILStubClass.IL_STUB",
    "Int64, Int64",
  ],
  [
    "000000f7a3ecc190 00007ffa6655acb2 Mike.Tool.Core.ClassLoader.GetInstance[System.__Canon, mscorlib]",
    "Mike.Tool.Core.ClassLoader.GetInstance[System.__Canon, mscorlib]",
    null,
  ],
  [
    "000000f7a3ecc0c0 00007ffa6655b48e Contoso.Repository`2[[System.__Canon, mscorlib],[System.Int64, mscorlib]]...ctor()",
    "Contoso.Repository`2[[System.__Canon, mscorlib],[System.Int64, mscorlib]]..ctor",
    "",
  ],
] as const)("%s", (text, method, parameters) => {
  expect(frame(text)).toMatchObject({ method, parameters, transition: null, source: null });
});

test.each([
  ["0x06f5f620 0x103e08dc [FRAME: ContextTransitionFrame]", "ContextTransitionFrame", null],
  [
    "0x06f5f328 0x7c82ed54 [FRAME: NDirectMethodFrameStandalone] [DEFAULT] I4 System.Web.UnsafeNativeMethods.InstrumentedMutexGetLock(ValueClass System.Runtime.InteropServices.HandleRef,I4)",
    "NDirectMethodFrameStandalone",
    "System.Web.UnsafeNativeMethods.InstrumentedMutexGetLock",
  ],
  ["2a8bd2b8 7712eb2c [GCFrame: 2a8bd2b8]", "GCFrame", null],
  [
    "000000C9D5F7E2A8 00007ffc1ab3d5e4 [InlinedCallFrame: 000000c9d5f7e2a8] Interop+Kernel32.FindNextFile(IntPtr, WIN32_FIND_DATA ByRef)",
    "InlinedCallFrame",
    "Interop+Kernel32.FindNextFile",
  ],
  [
    "000000001374aec8 0000000077a8d9fa [InlinedCallFrame: 000000001374aec8] .SNIReadSyncOverAsync(SNI_ConnWrapper*, SNI_Packet**, Int32)",
    "InlinedCallFrame",
    ".SNIReadSyncOverAsync",
  ],
] as const)("%s is a transition", (text, transition, method) => {
  expect(frame(text)).toMatchObject({ transition, method });
});

test("the place in the source is read, also where the line was cut inside it", () => {
  const row =
    "00007FFF276AE6C0 00007F384C098879 System.Threading.Tasks.Task.InternalWaitCore(Int32) [/_/src/Task.cs @ 2898]";
  expect(frame(row)).toMatchObject({
    method: "System.Threading.Tasks.Task.InternalWaitCore",
    source: "/_/src/Task.cs @ 2898",
  });
  expect(frame(row.slice(0, -4))).toMatchObject({
    method: "System.Threading.Tasks.Task.InternalWaitCore",
    source: null,
  });
  expect(readSourceLine("   [/_/src/Task.cs @ 2898]")).toBe("/_/src/Task.cs @ 2898");
});

test("rows of -f keep the module and lose the offset", () => {
  expect(frame("0000001FC697D5C8 00007FFB50D9DE12 ntdll!NtWaitForMultipleObjects + 20")).toMatchObject({
    module: "ntdll",
    method: "NtWaitForMultipleObjects",
  });
  expect(
    frame(
      "0000001FC697D7D0 00007FFA864765FA Contoso.Web.dll!Contoso.Program.Main(System.String[])+0x3f [E:\\src\\Program.cs @ 70]",
    ),
  ).toMatchObject({
    module: "Contoso.Web.dll",
    method: "Contoso.Program.Main",
    source: "E:\\src\\Program.cs @ 70",
  });
});

test("the second column is the instruction pointer or, in .NET 2.0 on x64, the return address", () => {
  const row = at("000000000193f3c8 000007ff001e86c8 Contoso.Feed.Load(System.String)");
  expect(parseManagedRows(row)[0]?.frame).toMatchObject({ childSp: "193f3c8", ip: "7ff001e86c8", returnAddress: null });
  expect(parseManagedRows(row, { second: "return-address" })[0]?.frame).toMatchObject({
    ip: null,
    returnAddress: "7ff001e86c8",
  });
});

test("two rows on one line come apart", () => {
  const rows = parseManagedRows(
    at("000000f7a3ecbfb0 00007ffac3e99586 A.B.C(X) 000000f7a3ecc020 00007ffac3e70ae4 A.B.D(X)"),
  );
  expect(rows.map((row) => row.frame.method)).toEqual(["A.B.C", "A.B.D"]);
});

test("a row goes on in the next line where its name or its parameters are missing", () => {
  const [name] = parseManagedRows(at("00007FFD0877D260 00007f2ca7c11117 [HelperMethodFrame_1OBJ: 00007ffd0877d260]"));
  expect(
    name && continueManagedRow(name, "   System.Threading.Monitor.ObjWait(Int32, System.Object)")?.frame,
  ).toMatchObject({
    transition: "HelperMethodFrame_1OBJ",
    method: "System.Threading.Monitor.ObjWait",
  });
  const [open] = parseManagedRows(
    at("00007FFD0877D3A0 00007F2C28654625 System.Threading.ManualResetEventSlim.Wait(Int32,"),
  );
  expect(open?.wants).toBe("rest");
  expect(open && continueManagedRow(open, "   System.Threading.CancellationToken)")?.frame.parameters).toBe(
    "Int32, System.Threading.CancellationToken",
  );
  expect(name && continueManagedRow(name, "and then it hung")).toBeNull();
});

test.each([
  "003AB738 03d4826c System.UriFormatException",
  "000000001AE5B3D0 0000000300e48508 System.String    SELECT COUNT(*) AS TotalNum FROM t",
  "00007ffac40791a8 984 118080 System.Reflection.RuntimeParameterInfo",
  "00007FFF276AE6C0 00098879 System.Threading.Tasks.Task.Wait(Int32)",
  "0e8cf25c 77e612df ntdll!ZwQueryDirectoryFile",
  "A.B.C(X) OS Thread Id: 0x3 (4)",
])("%s is no managed call", (text) => {
  const found = frame(text);
  expect(found === null || found.module !== null).toBe(true);
});

test.each([
  ["        this (<CLR reg>) = 0x0000017b6114b648", { name: "this", place: "CLR reg", value: "17b6114b648" }],
  ["        args (0x0012ec4c) = 0x01a09280", { name: "args", place: "12ec4c", value: "1a09280" }],
  ["        ignoreThis = 0x01a09290", { name: "ignoreThis", place: null, value: "1a09290" }],
  ["        0x0012ec44 = 0x01a09304", { name: null, place: "12ec44", value: "1a09304" }],
  ["        <CLR reg> = 0x01a09304", { name: null, place: "CLR reg", value: "1a09304" }],
  ["        <no data>", { name: null, place: null, value: null }],
] as const)("%s is a value", (text, expected) => {
  expect(parseManagedValue(at(text), "local")).toMatchObject({ section: "local", ...expected });
});

test("parameters keep the blank between them although a line break took it", () => {
  const site = readSite("Contoso.Map.Take(System.Collections.Generic.Dictionary`2<Int32,String>,System.Byte[])")?.site;
  expect(site?.parameters).toBe("System.Collections.Generic.Dictionary`2<Int32,String>, System.Byte[]");
});
