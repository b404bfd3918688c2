import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import { FRAME_EXAMPLES } from "@/findings/frame-examples";
import { FRAME_MEANINGS } from "@/findings/frame-meanings";
import { FRAME_SIGNATURES, type FrameSignature } from "@/findings/frame-signatures";
import { IDLE_STACKS } from "@/findings/idle-stacks";
import { ContentLink } from "../mdx/content-link";
import { entryAt } from "../reference/pages";
import { ReferencePage } from "../reference/reference-page";
import { FrameLookup } from "./frame-lookup";

const SIGNATURE_TITLE = "w-fit scroll-mt-16 font-semibold target:bg-mark target:text-mark-ink";

/** First word of a sentence in capitals. */
function sentence(says: string): string {
  return says.charAt(0).toUpperCase() + says.slice(1);
}

function Examples({ of }: { of: string }): ReactNode {
  return (
    <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1 font-mono text-soft text-xs">
      {FRAME_EXAMPLES[of]?.map((name) => (
        <span key={name} className="[overflow-wrap:anywhere]">
          {name}
        </span>
      ))}
    </p>
  );
}

function Signature({ signature }: { signature: FrameSignature }): ReactNode {
  const meaning = FRAME_MEANINGS[signature.id];
  return (
    <section className="max-w-[72ch] py-4">
      <h3 id={signature.id} className={SIGNATURE_TITLE}>
        A thread that {signature.says}
      </h3>
      <p className="mt-1 text-sm">{meaning?.means}</p>
      <Examples of={signature.id} />
      {meaning && meaning.causes.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-x-3 text-sm">
          <span className="font-medium">Can speak for:</span>
          {meaning.causes.map((id) => (
            <ContentLink key={id} href={`/causes/${id}`}>
              {causeById(id)?.title}
            </ContentLink>
          ))}
        </p>
      )}
    </section>
  );
}

/** Look-up of frames, and every signature that is known. */
export function FramesPage(): ReactNode {
  const { title, summary } = entryAt("/frames");
  return (
    <ReferencePage path="/frames" title={title} lead={summary}>
      <FrameLookup
        words={FRAME_SIGNATURES.map(({ id, says }) => ({ id, says }))}
        idle={IDLE_STACKS.map(({ id, says, why }) => ({ id, says, why }))}
      />
      <h2 id="signatures" className="mt-10 font-semibold text-xl tracking-tight">
        What threads do, by their frames
      </h2>
      <p className="mt-1 max-w-[68ch] text-soft">
        In order of weight: where several match, the first tells what the thread is doing, and the others where it comes
        from. Most count only near the top of the stack.
      </p>
      <div className="mt-2 divide-y divide-line">
        {FRAME_SIGNATURES.map((signature) => (
          <Signature key={signature.id} signature={signature} />
        ))}
      </div>
      <h2 id="idle" className="mt-10 font-semibold text-xl tracking-tight">
        Threads that are idle by trade
      </h2>
      <p className="mt-1 max-w-[68ch] text-soft">
        Every healthy server has them. They are counted apart and never blamed; code of your own on such a stack means
        that it is not one of these.
      </p>
      <div className="mt-2 divide-y divide-line">
        {IDLE_STACKS.map((kind) => (
          <section key={kind.id} className="max-w-[72ch] py-4">
            <h3 id={kind.id} className={SIGNATURE_TITLE}>
              {sentence(kind.says)}
            </h3>
            <p className="mt-1 text-sm">{kind.why}</p>
            <Examples of={kind.id} />
          </section>
        ))}
      </div>
    </ReferencePage>
  );
}
