import type { Finding } from "@/evidence";
import { Known, text, texts } from "./known";

/** One station of a file call on its way through the kernel. */
export interface Station {
  title: string;
  detail: string;
  /** Not a part of Windows. */
  foreign: boolean;
  unseen: boolean;
  findings: readonly Finding[];
}

const PARTS: readonly { module: RegExp; says: string }[] = [
  { module: /^(?:ntfs|refs|fastfat|exfat|cdfs|udfs)$/i, says: "file system" },
  { module: /^fltmgr$/i, says: "filter manager" },
  { module: /^(?:volsnap|volmgr|partmgr|ftdisk|fvevol|rdyboost|iorate|volume)$/i, says: "volume" },
  {
    module: /^(?:disk|classpnp|storport|scsiport|atapi|ataport|stornvme|mpio|msdsm|msiscsi|spaceport)$/i,
    says: "storage",
  },
  { module: /^(?:mrxsmb\w*|rdbss|mup|dfsc|srv2?|npfs)$/i, says: "network redirector" },
  { module: /^(?:nt|ntkrnl\w*|ntoskrnl|hal)$/i, says: "kernel" },
];

const KERNEL = /^(?:nt|ntkrnl\w*|ntoskrnl|hal)$/i;
const FILE_SYSTEM = /^(?:ntfs|refs|fastfat|exfat)$/i;

/** The modules a file call goes through, in the order it meets them; null while no kernel stack was read. */
export function ioPath(findings: readonly Finding[]): { entry: string; stations: readonly Station[] } | null {
  const known = new Known(findings);
  const thread = known.first("kernel-thread");
  const path = texts(thread, "path");
  if (!thread || !path.some((module) => !KERNEL.test(module))) return null;
  const drivers = known.all("driver-on-path");
  const fault = known.first("page-fault-reentry");

  const stations: Station[] = [];
  let below: string | null = null;
  let faulted = false;
  for (const module of path.filter((name) => !KERNEL.test(name))) {
    const driver = drivers.find((candidate) => text(candidate, "driver")?.toLowerCase() === module.toLowerCase());
    if (fault && !faulted && below !== null && FILE_SYSTEM.test(below) && !FILE_SYSTEM.test(module)) {
      faulted = true;
      stations.push({
        title: "page fault",
        detail: "the file system needs a page that is on disk and calls itself",
        foreign: false,
        unseen: false,
        findings: [fault],
      });
    }
    below = module;
    const part = PARTS.find((candidate) => candidate.module.test(module));
    stations.push(
      driver
        ? {
            title: module,
            detail: describeDriver(driver),
            foreign: driver.values.microsoft !== true,
            unseen: false,
            findings: [driver],
          }
        : { title: module, detail: part?.says ?? "part of Windows", foreign: false, unseen: false, findings: [thread] },
    );
  }
  const waits = known.first("waits-in-driver", "waits-in-storage", "waits-on-file-server", "waits-in-file-system");
  if (waits)
    stations.push({
      title: text(waits, "frame") ?? text(waits, "driver") ?? "waits",
      detail: "waits here",
      foreign: waits.id === "waits-in-driver",
      unseen: false,
      findings: [waits],
    });
  else
    stations.push({
      title: "not seen yet",
      detail: "where the call waits",
      foreign: false,
      unseen: true,
      findings: [],
    });
  return { entry: text(thread, "entry") ?? "the entry", stations };
}

function describeDriver(driver: Finding): string {
  const kind = driver.values.legacy === true ? "legacy filter" : "minifilter";
  const product = text(driver, "product") ?? text(driver, "company");
  const group = text(driver, "group");
  if (product) return `${kind}, ${product}${group ? `, ${group}` : ""}`;
  return driver.values.known === true
    ? `${kind}${group ? `, ${group}` : ""}`
    : `${kind}, not in the list of known drivers`;
}
