import Link from "next/link";
import type { ReactNode } from "react";
import { findingWords } from "./finding-words";
import { findingHref } from "./findings";

/** A kind of finding in words, leading to what it means. */
export function FindingLink({ id }: { id: string }): ReactNode {
  return (
    <Link
      href={findingHref(id)}
      prefetch={false}
      className="underline decoration-line-strong underline-offset-2 hover:text-accent"
    >
      {findingWords(id)}
    </Link>
  );
}
