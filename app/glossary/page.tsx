import type { Metadata } from "next";
import type { ReactNode } from "react";
import { GlossaryPage } from "@/components/reference/glossary-page";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/glossary");

export default function Page(): ReactNode {
  return <GlossaryPage />;
}
