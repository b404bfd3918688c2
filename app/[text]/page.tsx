import type { Metadata } from "next";
import type { ReactNode } from "react";
import { contentIds } from "@/components/mdx/content-files";
import { ContentPage } from "@/components/reference/content-page";
import { metadataOf } from "@/components/reference/pages";

export const dynamicParams = false;

interface Props {
  params: Promise<{ text: string }>;
}

/** Every text in content/pages that has no folder of its own here. */
export function generateStaticParams(): { text: string }[] {
  return contentIds("pages")
    .filter((id) => id !== "glossary")
    .map((text) => ({ text }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(`/${(await params).text}`);
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <ContentPage id={(await params).text} />;
}
