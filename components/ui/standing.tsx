import { Ban, Circle, CircleCheckBig, CircleDashed, Contrast, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Standing } from "@/evidence";
import { cx } from "./cx";

const STANDINGS: Readonly<Record<Standing, { icon: LucideIcon; look: string }>> = {
  confirmed: { icon: CircleCheckBig, look: "font-semibold text-confirmed" },
  likely: { icon: Contrast, look: "font-semibold text-likely" },
  suspected: { icon: Circle, look: "font-medium text-ink" },
  open: { icon: CircleDashed, look: "text-soft" },
  excluded: { icon: Ban, look: "text-soft" },
};

/** How a cause stands, by icon and word. */
export function StandingMark({ standing, className }: { standing: Standing; className?: string }): ReactNode {
  const { icon: Icon, look } = STANDINGS[standing];
  return (
    <span className={cx("inline-flex items-center gap-1 whitespace-nowrap text-2xs", look, className)}>
      <Icon aria-hidden className="size-3.5" />
      {standing}
    </span>
  );
}
