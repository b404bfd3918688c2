import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PlaybookPage } from "@/components/playbook/playbook-page";
import { PLAYBOOKS, playbookById } from "@/machines/list";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return PLAYBOOKS.map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const playbook = playbookById((await params).id);
  return { title: playbook ? `Playbook: ${playbook.title}` : undefined, description: playbook?.serves };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <PlaybookPage id={(await params).id} />;
}
