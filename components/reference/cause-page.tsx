import Link from "next/link";
import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import { compileContent } from "../mdx/compile-content";
import { PractiseLink } from "../training/practise-link";
import { commandEntry } from "./commands";
import { commandsOfCause, stepsOfCause } from "./cross-links";
import { onThisPage } from "./on-this-page";
import { PageFoot } from "./page-foot";
import { AsideList, ReferencePage } from "./reference-page";

/** One cause: its page, and what the engine weighs. */
export async function CausePage({ id }: { id: string }): Promise<ReactNode> {
  const cause = causeById(id);
  if (!cause) throw new RangeError(`There is no cause ${id}`);
  const [{ content, headings }, steps] = await Promise.all([compileContent(`causes/${id}`), stepsOfCause(id)]);
  return (
    <ReferencePage
      path={`/causes/${id}`}
      eyebrow="Cause"
      title={cause.title}
      lead={cause.says}
      aside={
        <>
          {onThisPage(headings)}
          <p className="-ml-3 print:hidden">
            <PractiseLink causes={[cause.id]} what={cause.title} />
          </p>
          <AsideList title="Steps that bear on it">
            {steps.map(({ href, title }) => (
              <li key={href}>
                <Link href={href} prefetch={false} className="link">
                  {title}
                </Link>
              </li>
            ))}
          </AsideList>
          <AsideList title="Commands that bear on it">
            {commandsOfCause(id).map((command) => (
              <li key={command}>
                <Link href={`/commands/${command}`} prefetch={false} className="link font-mono text-[0.92em]">
                  {commandEntry(command).title}
                </Link>
              </li>
            ))}
          </AsideList>
        </>
      }
    >
      {content}
      <PageFoot path={`/causes/${id}`} />
    </ReferencePage>
  );
}
