import type { Metadata } from "next";
import type { ReactNode } from "react";
import { stepTexts } from "@/components/mdx/step-texts";
import { mapLayout } from "@/components/playbook/map-layout";
import { CaseScreen } from "@/components/wizard/case-screen";
import { PLAYBOOKS } from "@/machines/list";

export const metadata: Metadata = { title: "Case" };

export default async function CasePage(): Promise<ReactNode> {
  const texts = await Promise.all(PLAYBOOKS.map(async ({ id }) => [id, await stepTexts(id)] as const));
  const maps = PLAYBOOKS.map(({ id }) => [id, mapLayout(id)] as const);
  return <CaseScreen texts={Object.fromEntries(texts)} maps={Object.fromEntries(maps)} />;
}
