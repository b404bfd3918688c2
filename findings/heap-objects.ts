import { type Block, type Cite, canonicalHex, type Finding, type Hex, type ObjectReport } from "@/evidence";
import type { EvidenceSet, Read } from "./evidence-set";
import { cite, fact } from "./rule";
import { count } from "./say";

/** An object that a list of the heap names by its type. */
export interface ListedObject {
  address: Hex;
  type: string;
  cite: Cite;
}

/** Objects of a type that `!dumpheap` lists; the statistics below the list say which method table is which type. */
export function listedObjects(evidence: EvidenceSet, type: RegExp): ListedObject[] {
  return evidence.of("heap-objects").flatMap(({ report, block }) => {
    const names = new Map(report.statistics.map((row) => [row.methodTable, row.type]));
    return report.objects.flatMap((row) => {
      const name = row.type ?? (row.methodTable === null ? undefined : names.get(row.methodTable));
      return name !== undefined && type.test(name) && !row.free
        ? [{ address: row.address, type: name, cite: cite(block, row.line) }]
        : [];
    });
  });
}

/** Objects of a type that were dumped, each once. */
export function dumpedObjects(evidence: EvidenceSet, type: RegExp): Read<ObjectReport>[] {
  return evidence.of("object").filter(({ report }) => type.test(report.name));
}

/** A finding for each listed object that nobody has looked into yet. */
export function unopened(evidence: EvidenceSet, type: RegExp, id: string, noun: string): Finding[] {
  const opened = new Set(dumpedObjects(evidence, type).flatMap(({ report }) => report.address ?? []));
  const open = listedObjects(evidence, type).filter(({ address }) => !opened.has(canonicalHex(address)));
  return open.map((one) =>
    fact(id, `The heap holds ${count(open.length, noun)} not looked into yet, one at ${one.address}.`, [one.cite], {
      object: one.address,
      type: one.type,
    }),
  );
}

interface FieldAt {
  value: string;
  cite: Cite;
}

/** The value of the first field that has one of these names. */
export function fieldOf({ report, block }: { report: ObjectReport; block: Block }, ...names: readonly string[]) {
  const field = report.fields.find(({ name, value }) => names.includes(name) && value !== null);
  return field?.value == null ? null : ({ value: field.value, cite: cite(block, field.line) } satisfies FieldAt);
}

/** The same, where it is a number without a sign. */
export function numberOf(read: { report: ObjectReport; block: Block }, ...names: readonly string[]) {
  const field = fieldOf(read, ...names);
  return field && /^\d+$/.test(field.value) ? { ...field, value: Number(field.value) } : null;
}
