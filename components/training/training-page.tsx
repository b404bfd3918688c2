import type { ReactNode } from "react";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import { SiteNav } from "../reference/site-nav";
import { PageHeader } from "../shell/page-header";
import type { DrillCard } from "./drill-card";
import { compileDrill } from "./drill-text";
import { TrainingHome } from "./training-home";

async function drillCards(): Promise<DrillCard[]> {
  return Promise.all(
    WRITTEN_DRILLS.map(async ({ id, topic, level }) => {
      const { title, summary, minutes } = await compileDrill(id);
      return { id, title, summary, minutes, topic, level };
    }),
  );
}

/** The drills, and how far one is. */
export async function TrainingPage(): Promise<ReactNode> {
  return (
    <>
      <PageHeader>
        <SiteNav current="/training" />
      </PageHeader>
      <TrainingHome drills={await drillCards()} />
    </>
  );
}
