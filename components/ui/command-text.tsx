import type { ReactNode } from "react";

/** Splits a command at the places that are still to be filled in: `!thread <address>`. */
function pieces(command: string): { at: number; text: string; blank: boolean }[] {
  const found: { at: number; text: string; blank: boolean }[] = [];
  let end = 0;
  for (const match of command.matchAll(/<[^<>]+>/g)) {
    if (match.index > end) found.push({ at: end, text: command.slice(end, match.index), blank: false });
    found.push({ at: match.index, text: match[0], blank: true });
    end = match.index + match[0].length;
  }
  if (end < command.length) found.push({ at: end, text: command.slice(end), blank: false });
  return found;
}

/** A command as typed; parts that are still to be filled in stand out. */
export function CommandText({ command }: { command: string }): ReactNode {
  return (
    <code className="font-mono text-[0.9em] [overflow-wrap:anywhere]">
      {pieces(command).map(({ at, text, blank }) =>
        blank ? (
          <span key={at} className="border-likely border-b border-dashed text-likely">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </code>
  );
}
