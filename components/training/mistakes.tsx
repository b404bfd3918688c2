import Link from "next/link";
import type { ReactNode } from "react";
import { count } from "@/findings/say";
import type { Mistake } from "@/training/view";

function cost({ points, minutes }: Mistake): string {
  const lost = [points !== 0 && count(Math.abs(points), "point"), minutes > 0 && count(minutes, "minute")];
  return lost.filter(Boolean).join(" and ");
}

/** What went wrong, what it cost, why it tempts, and where that is explained. */
export function Mistakes({ mistakes }: { mistakes: readonly Mistake[] }): ReactNode {
  if (mistakes.length === 0) return <p className="text-soft">None that anybody could see.</p>;
  return (
    <ul className="grid gap-3 lg:grid-cols-2">
      {mistakes.map((mistake) => (
        <li key={`${mistake.id} ${mistake.act}`} className="rounded-lg border border-line bg-card px-4 py-3 text-sm">
          <p className="font-medium">{mistake.title}</p>
          {cost(mistake) !== "" && <p className="text-likely text-xs">cost {cost(mistake)}</p>}
          <p className="mt-1 text-soft">{mistake.tempts}</p>
          <p className="mt-1">
            <Link href={mistake.page} prefetch={false} className="link">
              What to do instead<span className="sr-only">: {mistake.title}</span>
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}
