import { type KernelStory, SWAP, waitsForResource } from "../kernel-threads";

/** The way of a call into a folder's listing, from where the file system is entered up. */
const LISTING = [
  "Ntfs!NtfsFsdDirectoryControl",
  "nt!IofCallDriver",
  "fltmgr!FltpDispatch",
  "nt!IofCallDriver",
  "nt!NtQueryDirectoryFile",
  "ENTRY",
];

/** Wants a file of the folder whose lock somebody else has. */
export const WAITS_FOR_RESOURCE = waitsForResource(["Ntfs!NtfsAcquireExclusiveFcb", ...LISTING]);

/** Waits inside a driver that has the call. */
export function waitsInDriver(driver: string): KernelStory {
  return {
    reason: "Executive",
    type: "NotificationEvent",
    irps: 1,
    sites: [...SWAP, `${driver}+`, "nt!IofCallDriver", ...LISTING.slice(1)],
  };
}

/** Waits for the disk, with no driver of a product in between. */
export const WAITS_FOR_DISK: KernelStory = {
  reason: "Executive",
  type: "NotificationEvent",
  irps: 1,
  sites: [
    ...SWAP,
    "storport!RaidUnitWait",
    "disk!DiskReadWrite",
    "volmgr!VmReadWrite",
    "Ntfs!NtfsNonCachedIo",
    "Ntfs!NtfsCommonRead",
    ...LISTING,
  ],
};

/** A driver's own read faults a page in, comes by itself again, and waits there. */
export function entersItself(driver: string): KernelStory {
  return {
    reason: "Executive",
    type: "NotificationEvent",
    irps: 2,
    sites: [
      ...SWAP,
      `${driver}!WaitForWorker`,
      `${driver}!PreRead`,
      "nt!IofCallDriver",
      "nt!IoPageRead",
      "nt!MiDispatchFault",
      "nt!MmAccessFault",
      "nt!KiPageFault",
      `${driver}!CopyPath`,
      `${driver}!PreDirectoryControl`,
      "nt!IofCallDriver",
      ...LISTING.slice(1),
    ],
  };
}

/**
 * Goes through a big folder, and through a driver of the old kind twice: the file system's own table is not in memory,
 * and the page of it that is wanted comes through the driver again.
 */
export function readsFileTableThrough(driver: string): KernelStory {
  const through = ["nt!IofCallDriver", "fltmgr!FltpDispatch", "nt!IofCallDriver", `${driver}!OsrFilterDeregister`];
  return {
    reason: "Executive",
    type: "NotificationEvent",
    irps: 12,
    sites: [
      ...SWAP,
      "Ntfs!NtfsWaitSync",
      "Ntfs!NtfsNonCachedIo",
      "Ntfs!NtfsCommonRead",
      "Ntfs!NtfsFsdRead",
      ...through,
      "nt!IofCallDriver",
      "nt!IoPageRead",
      "nt!MiDispatchFault",
      "nt!MmAccessFault",
      "nt!KiTrap0E",
      "nt!CcMapData",
      "Ntfs!NtfsMapStream",
      "Ntfs!NtfsReadMftRecord",
      "Ntfs!NtfsRetrieveOtherFileName",
      "Ntfs!NtfsQueryDirectory",
      "Ntfs!NtfsFsdDirectoryControl",
      ...through,
      "nt!IofCallDriver",
      "nt!IopSynchronousServiceTail",
      "nt!NtQueryDirectoryFile",
      "ENTRY",
    ],
  };
}

/** Waits for a page that has to come from the page file. */
export const WAITS_FOR_PAGE: KernelStory = {
  reason: "WrPageIn",
  type: "NotificationEvent",
  irps: 1,
  sites: [...SWAP, "nt!MiWaitForInPageComplete", "nt!MiDispatchFault", "nt!MmAccessFault", "nt!KiPageFault"],
};
