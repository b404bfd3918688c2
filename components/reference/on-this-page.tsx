import type { ReactNode } from "react";
import type { Heading } from "../mdx/check-content";
import { ContentsList } from "../playbook/contents-list";

/** Parts below which a page needs no list of them. */
const FEW = 3;

/** The parts of a page beside its text, where there is room; its script marks the one that is being read. */
export function onThisPage(headings: readonly Heading[]): ReactNode {
  const entries = headings.filter(({ depth }) => depth === 2);
  if (entries.length < FEW) return null;
  return (
    <nav aria-label="On this page" className="max-wide:hidden print:hidden">
      <h2 className="panel-title mb-2">On this page</h2>
      <ContentsList entries={entries} />
    </nav>
  );
}
