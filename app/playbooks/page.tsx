import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PlaybookIndex } from "@/components/reference/playbook-index";

export const metadata: Metadata = { title: "Playbooks" };

export default function Page(): ReactNode {
  return <PlaybookIndex />;
}
