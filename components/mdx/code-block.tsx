import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";

const LANGUAGES: Readonly<Record<string, string>> = {
  text: "Text",
  cmd: "Command prompt",
  powershell: "PowerShell",
  reg: "Registry",
  xml: "web.config",
};

export interface CodeBlockProps {
  /** Language of the fence, or the parser that reads the sample. */
  of: string;
  text: string;
}

/** Fenced code. A sample says that it is made up. */
export function CodeBlock({ of, text }: CodeBlockProps): ReactNode {
  const language = LANGUAGES[of];
  return (
    <figure className="my-4 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center gap-1.5 border-line border-b px-3 py-1.5 text-2xs text-soft">
        {language ?? (
          <>
            <FlaskConical aria-hidden className="size-3.5" />
            Sample, values made up
          </>
        )}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <pre tabIndex={0} className="overflow-x-auto p-3 font-mono text-xs leading-relaxed">
        {text}
      </pre>
    </figure>
  );
}
