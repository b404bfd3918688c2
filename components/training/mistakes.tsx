import Link from "next/link";
import type { ReactNode } from "react";
import { count } from "@/findings/say";
import type { Mistake } from "@/training/view";

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function cost(same: readonly Mistake[]): string {
  const points = Math.abs(sum(same.map((mistake) => mistake.points)));
  const minutes = sum(same.map((mistake) => mistake.minutes));
  return [points > 0 && count(points, "point"), minutes > 0 && count(minutes, "minute")].filter(Boolean).join(" and ");
}

/** What went wrong, what it cost, why it tempts, and where that is explained. */
export function Mistakes({ mistakes }: { mistakes: readonly Mistake[] }): ReactNode {
  if (mistakes.length === 0) return <p className="text-soft">None that anybody could see.</p>;
  const kinds = mistakes.filter((one, at) => mistakes.findIndex(({ title }) => title === one.title) === at);
  return (
    <ul className="grid gap-3 lg:grid-cols-2">
      {kinds.map(({ title, tempts, page }) => {
        const same = mistakes.filter((mistake) => mistake.title === title);
        const lost = cost(same);
        return (
          <li key={title} className="rounded-lg border border-line bg-card px-4 py-3 text-sm">
            <p className="font-medium">{same.length === 1 ? title : `${title}, ${same.length} times`}</p>
            {lost !== "" && <p className="text-likely text-xs">cost {lost}</p>}
            <p className="mt-1 text-soft">{tempts}</p>
            <p className="mt-1">
              <Link href={page} prefetch={false} className="link">
                What to do instead<span className="sr-only">: {title}</span>
              </Link>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
