// Breaks the import table on purpose; tests/contract/import-rules.test.ts sees that lint says so.
import { thresholds } from "@/findings/thresholds";
import type { Rule } from "../findings/rule";

export const rules: Rule[] = [thresholds];
