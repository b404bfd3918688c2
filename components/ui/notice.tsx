import type { LucideIcon } from "lucide-react";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

export type NoticeTone = "info" | "good" | "warning" | "problem";

const TONES: Readonly<Record<NoticeTone, { icon: LucideIcon; word: string; look: string; ink: string }>> = {
  info: { icon: Info, word: "Note", look: "border-line bg-card", ink: "text-soft" },
  good: { icon: CircleCheck, word: "Read", look: "border-line bg-card", ink: "text-accent" },
  warning: { icon: TriangleAlert, word: "Warning", look: "border-likely/40 bg-likely-soft", ink: "text-likely" },
  problem: { icon: CircleAlert, word: "Problem", look: "border-confirmed/40 bg-confirmed-soft", ink: "text-confirmed" },
};

export interface NoticeProps {
  tone: NoticeTone;
  /** Replaces the word of the tone. */
  word?: string;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
  role?: "alert" | "status" | "group";
}

/** A message that stays: its tone is told by icon and word. */
export function Notice({ tone, word, title, children, actions, className, role }: NoticeProps): ReactNode {
  const { icon: Icon, look, ink, word: toneWord } = TONES[tone];
  return (
    <div role={role} className={cx("flex gap-3 rounded-lg border px-3.5 py-3 text-sm", look, className)}>
      <Icon aria-hidden className={cx("mt-0.5 size-4.5 shrink-0", ink)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <span className="sr-only">{word ?? toneWord}: </span>
          {title}
        </p>
        {children}
      </div>
      {actions}
    </div>
  );
}
