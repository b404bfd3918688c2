import type { Metadata } from "next";
import type { ReactNode } from "react";
import { metadataOf } from "@/components/reference/pages";
import { PlaybookIndex } from "@/components/reference/playbook-index";

export const metadata: Metadata = metadataOf("/playbooks");

export default function Page(): ReactNode {
  return <PlaybookIndex />;
}
