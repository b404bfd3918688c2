import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DrillScreen } from "@/components/training/drill-screen";
import { compileDrill } from "@/components/training/drill-text";
import { WRITTEN_DRILLS } from "@/training/drills/list";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return WRITTEN_DRILLS.map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title, summary } = await compileDrill((await params).id);
  return { title: `Drill: ${title}`, description: summary };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const { id } = await params;
  const { title, minutes, parts } = await compileDrill(id);
  return <DrillScreen written={id} title={title} minutes={minutes} texts={parts} />;
}
