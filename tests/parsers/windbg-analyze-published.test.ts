import { expect, test } from "vitest";
import { canonicalHex } from "@/evidence";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

test.skipIf(!hasCorpus)("published analyses hold what their readers saw", () => {
  const all = (name: string) =>
    read(corpusTranscript(name).text)
      .filter(({ parser }) => parser === "windbg-analyze")
      .map((block) => {
        expect(block.outcome).toBe("read");
        return reportOf(block, "windbg-analyze", "analysis");
      });
  const [live] = all("analyze-v-bugcheck-1cc-eresource-ntfs-flush-win10-x64-chinese");
  expect(live).toMatchObject({
    bugcheckName: "EXRESOURCE_TIMEOUT_LIVEDUMP",
    bugcheckCode: "1cc",
    faultingThread: "ffffb301867e1040",
    processName: "System",
    symbolName: "nt!KiSwapContext+76",
    moduleName: "nt",
    imageName: "ntkrnlmp.exe",
    failureBucketId: "LKD_0x1cc_EXRESOURCE_TIMEOUT_OWNERTHREAD_nt!KiSwapContext",
    osVersion: "10.0.18362.1",
    osPlatformType: "x64",
    complete: true,
  });
  expect(live?.arguments.map(({ value }) => value)).toEqual(["ffffb3016dbe2bd0", "ffffb301814c7080", "fa", "96"]);
  expect(live?.frames.length).toBe(34);
  const modules = live?.frames.map(({ module }) => module) ?? [];
  const runs = modules.filter((module, at) => module !== modules[at - 1]);
  expect(runs).toEqual(["nt", "Ntfs", "nt", "FLTMGR", "nt", "Ntfs", "nt", "Ntfs", "nt"]);

  const forced = all("analyze-v-bugcheck-e2-systemdump-slow-server-x86-x64");
  expect(
    forced.map(({ bugcheckCode, moduleName, imageName, symbolName, failureBucketId, frames }) => [
      bugcheckCode,
      moduleName,
      imageName,
      symbolName,
      failureBucketId,
      frames.length,
    ]),
  ).toEqual([
    [
      "e2",
      "SystemDump",
      "SystemDump.sys",
      "SystemDump!BSODThread+51",
      "MANUALLY_INITIATED_CRASH_SystemDump!BSODThread+51",
      4,
    ],
    [
      "e2",
      "SystemDump64",
      "SystemDump64.sys",
      "SystemDump64!BSODThread+72",
      "X64_MANUALLY_INITIATED_CRASH_SystemDump64!BSODThread+72",
      4,
    ],
  ]);
  expect(forced.map((report) => report.arguments.map(({ value }) => value))).toEqual([
    ["cccccccc", "824c7434", "000001a4", "000000b4"].map(canonicalHex),
    ["cccccccc", "fffffadfe653c7a8", "1a8", "b4"],
  ]);

  const [old] = all("crash-analyze-v-pe-do-clr2-x86-html-korean-cubedisk");
  expect(old).toMatchObject({
    processName: "CubeDisk.exe",
    exceptionCode: "e0434f4d",
    exceptionHresult: "80131902",
    faultingThread: "32e0",
    managedCode: true,
    managedEngineModule: "mscorwks",
    managedExceptionAddress: "2481d24",
    bugcheckStr: "CLR_EXCEPTION_System.Configuration.ConfigurationErrorsException",
    symbolName: "cubedisk!CubeDisk.Properties.Settings.get_UPGRADE_CHECK+f",
    moduleName: "cubedisk",
    imageName: "CubeDisk.exe",
    analysisVersion: "10.0.10075.9 x86fre",
  });
  expect([old?.frames.length, old?.frames[0]?.callSite, old?.frames.at(-1)?.callSite]).toEqual([
    13,
    "system_configuration_ni!System.Configuration.ClientConfigurationSystem.EnsureInit+0x210",
    "cubedisk!CubeDisk.Program.Main+0x49",
  ]);

  const [late] = all("crash-analyze-v-user-clr4-x64-gitextensions-win81");
  expect(late).toMatchObject({
    processName: "unknown",
    exceptionCode: "e0434352",
    exceptionHresult: "80131509",
    faultingThread: "10d4",
    managedCode: true,
    managedEngineModule: "clr",
    managedExceptionAddress: "3c4b0ff98",
    bugcheckStr: "CLR_EXCEPTION_System.InvalidOperationException",
    symbolName: "System_Windows_Forms_ni!System.Windows.Forms.Control.MarshaledInvoke+2c1173",
    moduleName: "System_Windows_Forms",
    imageName: "System.Windows.Forms.dll",
    osBuild: "9600",
    osName: "Windows 8.1",
    osPlatformType: "x64",
    osLocale: "NLD",
    analysisVersion: "10.0.17763.132 amd64fre",
  });
  expect(late?.keyValues.map(({ value }) => value)).toEqual([
    "Invoke or BeginInvoke cannot be called on a control until the window handle has been created.",
  ]);
  expect(late?.timeline.map(({ event, diffSeconds }) => [event, diffSeconds])).toEqual([
    ["!analyze.Start", 0.402],
    ["Dump.Current", 0],
    ["Process.Start", 355],
    ["OS.Boot", 27326],
  ]);
  expect([late?.frames.length, late?.frames[0]?.callSite, late?.frames.at(-1)?.callSite]).toEqual([
    16,
    "System_Windows_Forms_ni!System.Windows.Forms.Control.MarshaledInvoke+0x3d3",
    "System_ni!System.ComponentModel.Component.Finalize+0x11",
  ]);
});
