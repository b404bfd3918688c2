import { Clock, Lightbulb, MessageCircleQuestionMark, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const KINDS = {
  trap: { icon: TriangleAlert, word: "Trap", look: "border-likely/40 bg-likely-soft", ink: "text-likely" },
  cost: { icon: Clock, word: "Cost", look: "border-line bg-sunken", ink: "text-soft" },
  why: { icon: MessageCircleQuestionMark, word: "Why", look: "border-line bg-card", ink: "text-accent" },
  tip: { icon: Lightbulb, word: "Tip", look: "border-line bg-card", ink: "text-accent" },
};

export interface NoteProps {
  kind: keyof typeof KINDS;
  children?: ReactNode;
}

/** An aside: its kind is told by icon and word. */
export function Note({ kind, children }: NoteProps): ReactNode {
  const { icon: Icon, word, look, ink } = KINDS[kind];
  return (
    <div className={`my-4 flex max-w-[72ch] gap-3 rounded-lg border px-3.5 py-3 text-sm ${look}`}>
      <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1 [&>p:first-of-type]:mt-0 [&>p]:my-1.5 [&>:last-child]:mb-0">
        <p className={`mb-1 font-semibold ${ink}`}>{word}</p>
        {children}
      </div>
    </div>
  );
}
