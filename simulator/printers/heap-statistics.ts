import type { TypeCountRow } from "@/evidence";
import type { Bits } from "../addresses";
import type { Facts } from "../facts";
import type { HeapEntry, TypeCount } from "../managed-heap";
import { grouped } from "./numbers";
import { pointer } from "./pointers";

/** Who counts: `sos-1.1` and `sos-8` group digits, `sos-8` prints addresses short. */
export type StatisticsForm = "sos-1.1" | "sos-2" | "sos-8";

/** Objects counted by type, the smallest total first. */
export function countTypes(entries: readonly HeapEntry[]): TypeCount[] {
  const counts = new Map<string, TypeCount>();
  for (const { type, size } of entries) {
    const known = counts.get(type.methodTable) ?? { ...type, count: 0, totalSize: 0 };
    counts.set(type.methodTable, { ...known, count: known.count + 1, totalSize: known.totalSize + size });
  }
  return [...counts.values()].sort((a, b) => a.totalSize - b.totalSize);
}

function total(counts: readonly TypeCount[]): { objects: number; size: number } {
  return counts.reduce((sum, { count, totalSize }) => ({ objects: sum.objects + count, size: sum.size + totalSize }), {
    objects: 0,
    size: 0,
  });
}

/** The table below `Statistics:` with its total. */
export function printStatistics(counts: readonly TypeCount[], form: StatisticsForm, bits: Bits): string[] {
  const { objects, size } = total(counts);
  if (form === "sos-8") {
    const countWidth = Math.max(5, ...counts.map(({ count }) => grouped(count).length));
    const sizeWidth = Math.max(9, ...counts.map(({ totalSize }) => grouped(totalSize).length));
    return [
      `${"MT".padStart(12)} ${"Count".padStart(countWidth)} ${"TotalSize".padStart(sizeWidth)} Class Name`,
      ...counts.map(
        ({ methodTable, currentName, count, totalSize }) =>
          `${methodTable.padStart(12, "0")} ${grouped(count).padStart(countWidth)} ${grouped(totalSize).padStart(sizeWidth)} ${currentName}`,
      ),
      `Total ${grouped(objects)} objects, ${grouped(size)} bytes`,
    ];
  }
  if (form === "sos-1.1") {
    return [
      "        MT      Count     TotalSize Class Name",
      ...counts.map(
        ({ methodTable, type, count, totalSize }) =>
          `0x${pointer(methodTable, bits)} ${grouped(count).padStart(10)} ${grouped(totalSize).padStart(13)} ${type}`,
      ),
      `Total ${grouped(objects)} objects, Total size: ${grouped(size)}`,
    ];
  }
  return [
    `${"MT".padStart(bits / 4)}    Count    TotalSize Class Name`,
    ...counts.map(
      ({ methodTable, type, count, totalSize }) =>
        `${pointer(methodTable, bits)} ${String(count).padStart(8)} ${String(totalSize).padStart(12)} ${type === "Free" ? "     Free" : type}`,
    ),
    `Total ${objects} objects`,
  ];
}

export function statisticsFacts(counts: readonly TypeCount[], form: StatisticsForm): Facts<TypeCountRow>[] {
  return counts.map(({ methodTable, type, currentName, count, totalSize }) => ({
    methodTable,
    count,
    totalSizeBytes: totalSize,
    type: form === "sos-8" ? currentName : type,
  }));
}

/** What the last line says: `.NET 2.0` leaves the size out. */
export function totalFacts(
  counts: readonly TypeCount[],
  form: StatisticsForm,
): { totalObjects: number; totalSizeBytes: number | null } {
  const { objects, size } = total(counts);
  return { totalObjects: objects, totalSizeBytes: form === "sos-2" ? null : size };
}
