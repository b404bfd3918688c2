import Link from "next/link";
import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import { compileContent } from "../mdx/compile-content";
import { PractiseLink } from "../training/practise-link";
import { stepsOfCause } from "./cross-links";
import { FindingLink } from "./finding-link";
import { AsideList, ReferencePage } from "./reference-page";

function Findings({ title, sets }: { title: string; sets: readonly (readonly string[])[] }): ReactNode {
  if (sets.length === 0) return null;
  return (
    <AsideList title={title}>
      {sets.map((set) => (
        <li key={set.join()} className="text-soft">
          {set.map((finding, at) => (
            <span key={finding}>
              {at > 0 && " + "}
              <FindingLink id={finding} />
            </span>
          ))}
        </li>
      ))}
    </AsideList>
  );
}

/** One cause: its page, and what the engine weighs. */
export async function CausePage({ id }: { id: string }): Promise<ReactNode> {
  const cause = causeById(id);
  if (!cause) throw new RangeError(`There is no cause ${id}`);
  const [{ content }, steps] = await Promise.all([compileContent(`causes/${id}`), stepsOfCause(id)]);
  return (
    <ReferencePage
      path={`/causes/${id}`}
      eyebrow="Cause"
      title={cause.title}
      lead={cause.says}
      aside={
        <>
          <p className="-ml-3 print:hidden">
            <PractiseLink causes={[cause.id]} what={cause.title} />
          </p>
          <AsideList title="What decides it">
            <li>{cause.decidedBy}</li>
          </AsideList>
          <Findings title="Confirmed by" sets={cause.decides} />
          <Findings title="Supported by" sets={cause.supports.map(({ finding }) => [finding])} />
          <Findings title="Ruled out by" sets={cause.refutes} />
          <AsideList title="Steps that bear on it">
            {steps.map(({ href, title }) => (
              <li key={href}>
                <Link href={href} className="link">
                  {title}
                </Link>
              </li>
            ))}
          </AsideList>
        </>
      }
    >
      {content}
    </ReferencePage>
  );
}
