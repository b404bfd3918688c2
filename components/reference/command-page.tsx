import Link from "next/link";
import type { ReactNode } from "react";
import { TryHere } from "../ask/try-here";
import type { Heading } from "../mdx/check-content";
import { compileContent } from "../mdx/compile-content";
import { CommandText } from "../ui/command-text";
import { commandEntry, TARGETS } from "./commands";
import { causesOfCommand, findingsOfCommand, stepsAsking } from "./cross-links";
import { FindingLink } from "./finding-link";
import { onThisPage } from "./on-this-page";
import { OtherShapes } from "./other-shapes";
import { PageFoot } from "./page-foot";
import { AsideList, ReferencePage } from "./reference-page";

function CommandAside({ id, headings }: { id: string; headings: readonly Heading[] }): ReactNode {
  const steps = stepsAsking(id);
  const findings = findingsOfCommand(id);
  const causes = causesOfCommand(id);
  return (
    <>
      {onThisPage(headings)}
      {steps.length > 0 && (
        <AsideList title="Steps that ask for it">
          {steps.map(({ href, title, runs }) => (
            <li key={href}>
              <Link href={href} prefetch={false} className="link">
                {title}
              </Link>
              {runs.map((run) => (
                <span key={run} className="block text-soft text-xs">
                  <CommandText command={run} />
                </span>
              ))}
            </li>
          ))}
        </AsideList>
      )}
      {findings.length > 0 && (
        <AsideList title="What it can tell">
          {findings.map((finding) => (
            <li key={finding} className="text-soft">
              <FindingLink id={finding} />
            </li>
          ))}
        </AsideList>
      )}
      {causes.length > 0 && (
        <AsideList title="Causes it bears on">
          {causes.map((cause) => (
            <li key={cause.id}>
              <Link href={`/causes/${cause.id}`} prefetch={false} className="link">
                {cause.title}
              </Link>
            </li>
          ))}
        </AsideList>
      )}
    </>
  );
}

/** Parts that every page of a command has behind its text. */
const FIXED_PARTS: readonly Heading[] = [
  { depth: 2, id: "shapes", text: "The shapes it is read in" },
  { depth: 2, id: "try", text: "Paste one here" },
];

/** One command of the reference. */
export async function CommandPage({ id }: { id: string }): Promise<ReactNode> {
  const { title, summary, target } = commandEntry(id);
  const { content, columns, headings } = await compileContent(`commands/${id}`);
  return (
    <ReferencePage
      path={`/commands/${id}`}
      eyebrow={TARGETS[target].title}
      title={<span className="font-mono text-[0.9em]">{title}</span>}
      lead={summary}
      aside={<CommandAside id={id} headings={[...headings, ...FIXED_PARTS]} />}
    >
      {content}
      <OtherShapes id={id} columns={columns} />
      <section aria-labelledby="try" className="mt-8 print:hidden">
        <h2 id="try" className="mb-2 scroll-mt-5 font-semibold text-xl tracking-tight">
          Paste one here
        </h2>
        <TryHere command={title} page={id} />
      </section>
      <PageFoot path={`/commands/${id}`} />
    </ReferencePage>
  );
}
