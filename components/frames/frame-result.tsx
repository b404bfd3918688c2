import { Moon, Search } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ReadFrame, ReadStack } from "@/cases/frames-named";
import { cx } from "../ui/cx";

const FAMILIES: Readonly<Record<ReadFrame["family"], string>> = {
  windows: "Windows",
  runtime: ".NET runtime",
  web: "ASP.NET or IIS",
  application: "somebody’s own code",
  driver: "a driver not known as Windows’",
  unnamed: "code without a name",
  process: "the process",
};

export interface SignatureWords {
  id: string;
  says: string;
}

function FrameRow({ frame, words }: { frame: ReadFrame; words: readonly SignatureWords[] }): ReactNode {
  const told = words.filter(({ id }) => frame.signatures.includes(id));
  return (
    <tr className={cx(told.length > 0 && "bg-mark text-mark-ink")}>
      <td className="border-line border-t px-3 py-1 align-top font-mono text-xs [overflow-wrap:anywhere]">
        {frame.name}
      </td>
      <td className="border-line border-t px-3 py-1 align-top text-xs">
        {told.map(({ id, says }) => (
          <a key={id} href={`#${id}`} className="link mr-2">
            {says}
          </a>
        ))}
        {told.length === 0 && (
          <span className="text-soft">
            {frame.family === "driver" ? (
              <Link href="/drivers" prefetch={false} className="link">
                {FAMILIES.driver}
              </Link>
            ) : (
              FAMILIES[frame.family]
            )}
            {frame.plumbing && ", mere waiting"}
          </span>
        )}
      </td>
    </tr>
  );
}

function whose({ threads, names }: ReadStack): string {
  if (threads === null) return "What you typed";
  const list = names.length > 0 ? `: ${names.join(", ")}${threads > names.length ? " …" : ""}` : "";
  return `${threads === 1 ? "1 thread" : `${threads} threads`}${list}`;
}

/** One stack: what its thread does, whether it is idle, and which frame says so. */
export function FrameResult({
  stack,
  words,
  idle,
}: {
  stack: ReadStack;
  words: readonly SignatureWords[];
  idle: readonly (SignatureWords & { why: string })[];
}): ReactNode {
  const [first, ...others] = stack.signatures.flatMap((id) => words.find((word) => word.id === id) ?? []);
  const rest = idle.find(({ id }) => id === stack.idle);
  return (
    <section className="overflow-hidden rounded-xl border border-line bg-card">
      <div className="px-4 py-3">
        <h2 className="font-semibold text-soft text-xs">{whose(stack)}</h2>
        {rest ? (
          <p className="mt-1 flex gap-2 font-medium">
            <Moon aria-hidden className="mt-1 size-4 shrink-0 text-soft" />
            <span>
              Idle:{" "}
              <a href={`#${rest.id}`} className="link">
                {rest.says}
              </a>
              . <span className="font-normal">{rest.why}</span>
            </span>
          </p>
        ) : (
          <p className="mt-1 flex gap-2 font-medium">
            <Search aria-hidden className="mt-1 size-4 shrink-0 text-accent" />
            {first ? (
              <span>
                Not idle. The thread{" "}
                <a href={`#${first.id}`} className="link">
                  {first.says}
                </a>
                .
              </span>
            ) : (
              <span>
                No signature matches. <span className="font-normal">That says nothing about the thread.</span>
              </span>
            )}
          </p>
        )}
        {!rest && others.length > 0 && (
          <p className="mt-1 text-sm">
            Also on it:{" "}
            {others.map(({ id, says }) => (
              <a key={id} href={`#${id}`} className="link mr-3">
                {says}
              </a>
            ))}
          </p>
        )}
        {stack.cut && <p className="mt-1 text-soft text-sm">Rows of it were cut out, so more may be on it.</p>}
      </div>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse">
          <thead className="sr-only">
            <tr>
              <th scope="col">Frame</th>
              <th scope="col">What it tells</th>
            </tr>
          </thead>
          <tbody>
            {stack.frames.map((frame, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a frame may stand twice; its place is what it is
              <FrameRow key={at} frame={frame} words={words} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
