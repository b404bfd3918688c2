import { kindOfGroup, LOAD_ORDER_GROUPS, listedDrivers } from "@/findings/driver-facts";
import { DRIVER_KINDS, type DriverKindWords } from "@/findings/driver-kinds";
import { slug } from "../mdx/slug";

/** A load-order group as its page tells of it. */
export interface DriverGroup {
  /** Last part of its address. */
  id: string;
  /** As Windows calls it. */
  group: string;
  title: string;
  summary: string;
  low: number;
  high: number;
  purpose: string;
  kind: DriverKindWords | undefined;
}

/** The groups, highest altitude first. */
export function driverGroups(): DriverGroup[] {
  return LOAD_ORDER_GROUPS.map(({ group, low, high, purpose }) => ({
    id: slug(group.replace(/^FSFilter /, "")),
    group,
    title: `Drivers: ${group}`,
    summary: `Altitudes ${low} to ${high}: ${purpose}. ${listedDrivers(group).length} drivers have a place here.`,
    low,
    high,
    purpose,
    kind: DRIVER_KINDS.find(({ kind }) => kind === kindOfGroup(group)),
  }));
}

export function groupHref(group: string): string {
  return `/drivers/${slug(group.replace(/^FSFilter /, ""))}`;
}

export const OWN_DRIVERS = {
  id: "windows",
  title: "Drivers: Windows’ own",
  summary: "What Windows itself puts on the path to a file or a disk, so that nobody is blamed for it.",
};
