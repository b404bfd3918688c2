import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CommandPage } from "@/components/reference/command-page";
import { commandEntries, commandEntry } from "@/components/reference/commands";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return commandEntries().map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title, summary } = commandEntry((await params).id);
  return { title, description: summary };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <CommandPage id={(await params).id} />;
}
