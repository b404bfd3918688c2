import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CausePage } from "@/components/reference/cause-page";
import { causeEntries } from "@/components/reference/causes";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return causeEntries().map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const cause = causeEntries().find((entry) => entry.id === id);
  return { title: cause?.title, description: cause?.says };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <CausePage id={(await params).id} />;
}
