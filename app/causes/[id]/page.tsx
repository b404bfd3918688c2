import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CausePage } from "@/components/reference/cause-page";
import { causeEntries } from "@/components/reference/causes";
import { metadataOf } from "@/components/reference/pages";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return causeEntries().map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(`/causes/${(await params).id}`);
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <CausePage id={(await params).id} />;
}
