import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PlaybookPage } from "@/components/playbook/playbook-page";
import { metadataOf } from "@/components/reference/pages";
import { PLAYBOOKS } from "@/machines/list";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return PLAYBOOKS.map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(`/playbooks/${(await params).id}`);
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <PlaybookPage id={(await params).id} />;
}
