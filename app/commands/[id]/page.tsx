import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CommandPage } from "@/components/reference/command-page";
import { commandEntries } from "@/components/reference/commands";
import { metadataOf } from "@/components/reference/pages";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return commandEntries().map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(`/commands/${(await params).id}`);
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <CommandPage id={(await params).id} />;
}
