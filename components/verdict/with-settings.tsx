import type { ReactNode } from "react";

/** Settings and paths within a sentence: `<compilation batch="false">`, `%windir%\Microsoft.NET`. */
const SETTING = /<[a-z][\w.]*(?: [^<>]*)?>|%[A-Za-z]+%(?:\\[^\s,;:)]+)*/g;

/** A sentence with its settings set as code. */
export function WithSettings({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(SETTING)) {
    parts.push(text.slice(end, match.index));
    parts.push(
      <code
        key={match.index}
        className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.87em] [overflow-wrap:anywhere]"
      >
        {match[0]}
      </code>,
    );
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
