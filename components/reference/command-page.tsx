import Link from "next/link";
import type { ReactNode } from "react";
import { TryHere } from "../ask/try-here";
import { compileContent } from "../mdx/compile-content";
import { CommandText } from "../ui/command-text";
import { commandEntry, TARGETS } from "./commands";
import { causesOfCommand, findingsOfCommand, stepsAsking } from "./cross-links";
import { FindingLink } from "./finding-link";
import { OtherShapes } from "./other-shapes";
import { AsideList, ReferencePage } from "./reference-page";

function CommandAside({ id }: { id: string }): ReactNode {
  const steps = stepsAsking(id);
  const findings = findingsOfCommand(id);
  const causes = causesOfCommand(id);
  return (
    <>
      {steps.length > 0 && (
        <AsideList title="Steps that ask for it">
          {steps.map(({ href, title, runs }) => (
            <li key={href}>
              <Link href={href} className="link">
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
              <Link href={`/causes/${cause.id}`} className="link">
                {cause.title}
              </Link>
            </li>
          ))}
        </AsideList>
      )}
    </>
  );
}

/** One command of the reference. */
export async function CommandPage({ id }: { id: string }): Promise<ReactNode> {
  const { title, summary, target } = commandEntry(id);
  const { content, columns } = await compileContent(`commands/${id}`);
  return (
    <ReferencePage
      path={`/commands/${id}`}
      eyebrow={TARGETS[target].title}
      title={<span className="font-mono text-[0.9em]">{title}</span>}
      lead={summary}
      aside={<CommandAside id={id} />}
    >
      {content}
      <OtherShapes id={id} columns={columns} />
      <section aria-labelledby="try" className="mt-8 print:hidden">
        <h2 id="try" className="mb-2 scroll-mt-5 font-semibold text-xl tracking-tight">
          Paste one here
        </h2>
        <TryHere command={title} page={id} />
      </section>
    </ReferencePage>
  );
}
