import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { OutputRead, ReadBlock } from "@/cases/output-read";
import { ProblemText } from "../shell/problem-text";
import { Notice } from "../ui/notice";

const OUTCOMES: Readonly<Record<ReadBlock["outcome"], { icon: typeof CircleCheck; says: string }>> = {
  read: { icon: CircleCheck, says: "read" },
  "partly-read": { icon: CircleAlert, says: "partly read" },
  unusable: { icon: CircleAlert, says: "this command, but nothing to read" },
  unknown: { icon: CircleHelp, says: "not known" },
};

function unreadWords(block: ReadBlock): string | null {
  if (block.unread.length === 0) return null;
  const ranges = block.unread.slice(0, 8).map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  return `Not read: line ${ranges.join(", ")}${block.unread.length > 8 ? " …" : ""}.`;
}

function Values({ block }: { block: ReadBlock }): ReactNode {
  if (block.values.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section aria-label={`Values of ${block.command}`} tabIndex={0} className="mt-2 max-h-80 overflow-auto">
      <table className="w-full border-collapse text-xs">
        <thead>
          <tr className="text-left text-soft">
            <th scope="col" className="py-1 pr-4 font-semibold">
              Field
            </th>
            <th scope="col" className="py-1 font-semibold">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {block.values.map(({ path, value }) => (
            <tr key={path}>
              <td className="border-line border-t py-1 pr-4 align-top font-mono">{path}</td>
              <td className="border-line border-t py-1 align-top font-mono [overflow-wrap:anywhere]">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {block.further > 0 && <p className="py-1 text-soft text-xs">{block.further} more values are not shown.</p>}
    </section>
  );
}

function BlockRead({ block, page }: { block: ReadBlock; page: string }): ReactNode {
  const { icon: Icon, says } = OUTCOMES[block.outcome];
  const unread = unreadWords(block);
  return (
    <div className="rounded-lg border border-line bg-card px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <Icon aria-hidden className="size-4 text-soft" />
        <b className="font-mono">{block.command || "text"}</b>
        <span>
          {says}, lines {block.lines[0]} to {block.lines[1]}
        </span>
        {block.parser && block.parser !== page && (
          <Link href={`/commands/${block.parser}`} prefetch={false} className="link">
            This output has a page of its own
          </Link>
        )}
      </p>
      {unread && <p className="mt-1 text-sm text-soft">{unread}</p>}
      {block.problem && (
        <Notice tone="problem" title={block.problem.what} className="mt-2">
          <ProblemText problem={block.problem} />
        </Notice>
      )}
      <Values block={block} />
    </div>
  );
}

/** How a pasted output was read: each block with its values, and what they show. */
export function OutputAnswer({ answer, page }: { answer: OutputRead; page: string }): ReactNode {
  return (
    <div className="mt-4 grid gap-3">
      {answer.blocks.map((block) => (
        <BlockRead key={block.lines.join()} block={block} page={page} />
      ))}
      {answer.findings.length > 0 && (
        <div className="rounded-lg border border-line bg-card px-4 py-3">
          <h3 className="font-semibold text-sm">What it shows by itself</h3>
          <ul className="mt-1 list-disc space-y-1 pl-5 text-sm marker:text-faint">
            {answer.findings.map((finding) => (
              <li key={`${finding.id} ${finding.says}`}>
                {finding.says}{" "}
                <Link href={`/findings#${finding.id}`} prefetch={false} className="link text-xs">
                  what that means
                </Link>
              </li>
            ))}
          </ul>
          {answer.further > 0 && <p className="mt-1 text-soft text-xs">{answer.further} more are not shown.</p>}
        </div>
      )}
    </div>
  );
}
