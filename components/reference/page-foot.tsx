import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { lastChange } from "./last-changes";
import { neighboursOf, type PageEntry } from "./pages";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function Neighbour({ to, way }: { to: PageEntry; way: "Previous" | "Next" }): ReactNode {
  const next = way === "Next";
  return (
    <Link
      href={to.path}
      prefetch={false}
      rel={next ? "next" : "prev"}
      className={`flex min-w-0 flex-col rounded-xl border border-line bg-card px-4 py-3 hover:border-line-strong ${next ? "items-end text-right sm:col-start-2" : "items-start"}`}
    >
      <span className="inline-flex items-center gap-1.5 text-soft text-xs [&_svg]:size-3.5">
        {!next && <ArrowLeft aria-hidden />}
        {way}
        {next && <ArrowRight aria-hidden />}
      </span>
      <span className="max-w-full font-medium text-accent [overflow-wrap:anywhere]">{to.title}</span>
    </Link>
  );
}

/** Below the text of a page: when it was last changed, and what stands before and behind it in its list. */
export function PageFoot({ path }: { path: string }): ReactNode {
  const { previous, next } = neighboursOf(path);
  const day = lastChange(path);
  return (
    <>
      {day && (
        <p className="mt-10 text-soft text-xs">
          Last changed on <time dateTime={day}>{DAY.format(new Date(day))}</time>
        </p>
      )}
      {(previous || next) && (
        <nav aria-label="Before and after this page" className="mt-3 grid gap-3 sm:grid-cols-2 print:hidden">
          {previous && <Neighbour to={previous} way="Previous" />}
          {next && <Neighbour to={next} way="Next" />}
        </nav>
      )}
    </>
  );
}
