import type { ReactNode } from "react";
import { CopyButton } from "../ui/copy-button";
import { SampleCaption } from "./sample-caption";

const LANGUAGES: Readonly<Record<string, string>> = {
  windbg: "WinDbg",
  cmd: "Command prompt",
  powershell: "PowerShell",
  reg: "Registry file",
};

export interface CodeBlockProps {
  /** Language of the fence, or the parser that reads the sample. */
  of: string;
  text: string;
  /** Of a sample: `real` or `made-up`. */
  origin?: string;
}

/** Fenced code. Commands can be copied; a sample says whether it is made up. */
export function CodeBlock({ of, text, origin = "made-up" }: CodeBlockProps): ReactNode {
  const language = LANGUAGES[of];
  return (
    <figure className="my-4 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex min-h-9 items-center gap-1.5 border-line border-b py-0.5 pr-1 pl-3 text-2xs text-soft">
        {language ? (
          <>
            {language}
            <CopyButton text={text} what={`these lines for ${language}`} className="ml-auto min-h-8 text-2xs" />
          </>
        ) : (
          <SampleCaption origin={origin} />
        )}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <pre tabIndex={0} className="overflow-x-auto p-3 font-mono text-xs leading-relaxed">
        {text}
      </pre>
    </figure>
  );
}
