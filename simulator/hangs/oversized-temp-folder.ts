import type { FolderTree } from "../folders";
import { SWAP } from "../kernel-threads";
import { call, type Method } from "../methods";
import type { Runtime } from "../runtime";
import { behindOwner } from "./behind-owner";
import type { Hang } from "./hang";
import type { Stage } from "./stage";
import { inRequestAt } from "./stories";

const GIGABYTE = 1e9;
/** What the compiler leaves behind for one page. */
const FILE_BYTES = 60_000;

/** The clean-up of each version, and the lock that start-up holds around it. */
export function cleanUp({ version }: Runtime): { calls: readonly Method[]; lockOn: string } {
  if (version === "1.1")
    return {
      calls: [
        call("System.Web.UnsafeNativeMethods.FindNextFile", { transition: "inlined-call", isStatic: true }),
        call("System.Web.Util.FileEnumerator.MoveNext", { returns: "Boolean" }),
        call("System.Web.Compilation.PreservedAssemblyEntry.RemoveOldTempFiles", { isStatic: true }),
        call("System.Web.HttpApplicationFactory.Init"),
      ],
      lockOn: "System.Web.HttpApplicationFactory",
    };
  return {
    calls: [
      call("System.Web.UnsafeNativeMethods.FindNextFile", { transition: "inlined-call", isStatic: true }),
      call("System.Web.Util.FileEnumerator.MoveNext", { returns: "Boolean" }),
      call("System.Web.Compilation.StandardDiskBuildResultCache.RemoveOldTempFiles"),
      call("System.Web.Compilation.BuildManager.EnsureTopLevelFilesCompiled"),
    ],
    lockOn: "System.Web.Compilation.BuildManager",
  };
}

/** The folder of compiled pages with so many gigabytes in it, and a listing of its end. */
export function tempFolder({ server, random }: Stage, gigabytes: number, each: number = FILE_BYTES): FolderTree {
  const path = `${server.runtime.folder}\\Temporary ASP.NET Files`;
  const names = random.times(random.int(2, 4), () => random.int(0x1000000, 0xfffffff).toString(16));
  const files = (): FolderTree["folders"][number]["files"] =>
    random.times(random.int(4, 9), () => ({
      name: `App_Web_${random.int(0x100000, 0xffffff).toString(36)}.dll`,
      bytes: random.int(each / 2, 2 * each),
      written: 60_000 * random.int(17_000_000, 28_000_000),
    }));
  const bytes = Math.round(gigabytes * GIGABYTE);
  const count = Math.floor(bytes / random.int(0.85 * each, 1.15 * each));
  return {
    ...server.folder,
    path,
    folders: [
      { path, files: [], folders: names },
      ...names.map((name) => ({ path: `${path}\\${name}`, files: files(), folders: [] })),
    ],
    more: { files: count, bytes, folders: Math.floor(count / random.int(60, 80)) },
  };
}

/** Start-up cleans its folder of temporary files, and there is no end to them. */
export const oversizedTempFolder: Hang = {
  cause: "oversized-temp-folder",
  needs: { versions: ["1.1", "2.0", "4.x"] },
  put(stage) {
    const { runtime } = stage;
    const { calls, lockOn } = cleanUp(runtime);
    const owner = behindOwner(stage, {
      owner: inRequestAt(["NtQueryDirectoryFile", "BASE!FindNextFileW"], calls),
      on: lockOn,
      waiters: [6, 72],
      age: [60_000, 600_000],
    });
    stage.set({ folder: tempFolder(stage, stage.random.int(12, 140)) });
    stage.inKernel(owner, {
      reason: "Executive",
      type: "NotificationEvent",
      irps: 1,
      sites: [
        ...SWAP,
        "Ntfs!NtfsWaitSync",
        "Ntfs!NtfsNonCachedIo",
        "Ntfs!NtfsCommonRead",
        "Ntfs!NtfsRetrieveOtherFileName",
        "Ntfs!NtfsQueryDirectory",
        "Ntfs!NtfsFsdDirectoryControl",
        "nt!IofCallDriver",
        "nt!NtQueryDirectoryFile",
        "ENTRY",
      ],
    });
    stage.answers.set("trigger", "after-restart");
    stage.answers.set("recycling", "one-user-one-recycle");
    stage.answers.set("filter-test", "no-change");
  },
};
