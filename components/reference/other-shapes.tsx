import type { ReactNode } from "react";
import type { Column } from "../mdx/check-content";
import { samplesOf } from "../mdx/parser-samples";
import { Sample } from "../mdx/sample";
import { Disclosure } from "../ui/disclosure";

/** Every shape that the output is read in, one behind the other. */
export function OtherShapes({ id, columns }: { id: string; columns: readonly Column[] }): ReactNode {
  const samples = samplesOf(id);
  return (
    <section aria-labelledby="shapes" className="mt-10">
      <h2 id="shapes" className="scroll-mt-5 font-semibold text-xl tracking-tight">
        The shapes it is read in
      </h2>
      <p className="mt-1 mb-2 max-w-[68ch] text-soft">
        Tools and versions print the same thing differently. Each of these samples is read by a test.
      </p>
      {samples.map(({ dialect, text }) => (
        <Disclosure key={dialect} title={<span className="font-medium">{dialect.replaceAll("-", " ")}</span>}>
          <Sample of={id} text={text} columns={JSON.stringify(columns)} />
        </Disclosure>
      ))}
    </section>
  );
}
