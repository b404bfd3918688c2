import type { Finding } from "@/evidence";

/** `.NET 1.1`, `32-bit`: what the evidence tells of the process. */
export function runtimeChips(findings: readonly Finding[]): string[] {
  const values = findings.find((finding) => finding.id === "runtime")?.values;
  if (!values) return [];
  const family = values.family === "core" ? ".NET" : typeof values.family === "string" ? `.NET ${values.family}` : null;
  const bits = typeof values.bits === "number" ? `${values.bits}-bit` : null;
  return [family, bits].filter((chip) => chip !== null);
}
