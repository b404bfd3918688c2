import type { ReactNode } from "react";
import { playbookById } from "@/machines/list";
import { compileContent } from "../mdx/compile-content";
import { compileStep } from "../mdx/step-texts";
import { causesOfStep, stepIds } from "../reference/cross-links";
import { PageFoot } from "../reference/page-foot";
import { SiteFooter } from "../reference/site-footer";
import { SiteNav } from "../reference/site-nav";
import { PageHeader } from "../shell/page-header";
import { Disclosure } from "../ui/disclosure";
import { type ContentsEntry, ContentsList } from "./contents-list";
import { mapLayout } from "./map-layout";
import { PlaybookMap } from "./playbook-map";
import { skipsTo } from "./skips-to";
import { StartCase } from "./start-case";
import { type StepLink, StepSection } from "./step-section";

/** A playbook to read: what it is for, its map, every step. */
export async function PlaybookPage({ id }: { id: string }): Promise<ReactNode> {
  const playbook = playbookById(id);
  if (!playbook) throw new RangeError(`There is no playbook ${id}`);
  const order = stepIds(playbook);
  const [intro, ...texts] = await Promise.all([
    compileContent(`playbooks/${id}/index`),
    ...order.map((step) => compileStep(id, step)),
  ]);
  const entries: ContentsEntry[] = [
    ...intro.headings.filter(({ depth }) => depth === 2).map(({ id: anchor, text }) => ({ id: anchor, text })),
    { id: "map", text: "The map" },
    ...order.map((step) => ({ id: step, text: playbook.steps[step]?.label ?? step, sub: true })),
  ];
  const linkTo = (step: string | undefined): StepLink | undefined =>
    step === undefined ? undefined : { id: step, label: playbook.steps[step]?.label ?? step };
  return (
    <>
      <PageHeader>
        <SiteNav current={`/playbooks/${id}`} />
      </PageHeader>
      <div className="mx-auto grid w-full max-w-[84rem] gap-x-12 px-4 sm:px-6 wide:grid-cols-[15rem_minmax(0,1fr)]">
        <nav
          aria-label="On this page"
          className="pt-5 print:hidden wide:sticky wide:top-14 wide:h-[calc(100dvh-3.5rem)] wide:overflow-y-auto wide:py-10"
        >
          <div className="hidden wide:block">
            <h2 className="panel-title mb-3">On this page</h2>
            <ContentsList entries={entries} />
          </div>
          <Disclosure title="On this page" className="wide:hidden">
            <ContentsList entries={entries} />
          </Disclosure>
        </nav>
        <main tabIndex={-1} className="min-w-0 py-6 outline-none wide:py-10">
          <header className="mb-2 max-w-[72ch]">
            <p className="font-semibold text-accent text-xs">Playbook</p>
            <h1 className="mt-1 font-semibold text-3xl tracking-[-0.02em]">{playbook.title}</h1>
            <p className="mt-2 text-lg text-soft">{playbook.serves}</p>
            <p className="mt-4 print:hidden">
              <StartCase title={`Hang, ${playbook.title}`} playbook={id} skips={[]} kind="primary">
                Start a case with it
              </StartCase>
            </p>
          </header>
          {intro.content}
          <section id="map" aria-labelledby="map-title" className="scroll-mt-20 pt-6 pb-10">
            <h2 id="map-title" className="mb-1 font-semibold text-xl tracking-tight">
              The map
            </h2>
            <p className="mb-3 max-w-[68ch] text-soft">
              Every step, and what leads from one to the next. Each box leads to its section.
            </p>
            <PlaybookMap layout={mapLayout(id)} />
          </section>
          {order.map((step, index) => {
            const meta = playbook.steps[step];
            const text = texts[index];
            if (!meta || !text) return null;
            return (
              <StepSection
                key={step}
                id={step}
                step={meta}
                playbook={playbook}
                skips={skipsTo(playbook, step)}
                causes={causesOfStep(playbook, step, text.targets)}
                previous={linkTo(order[index - 1])}
                next={linkTo(order[index + 1])}
              >
                {text.content}
              </StepSection>
            );
          })}
          <PageFoot path={`/playbooks/${id}`} />
        </main>
      </div>
      <SiteFooter path={`/playbooks/${id}`} />
    </>
  );
}
