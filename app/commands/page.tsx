import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CommandIndex } from "@/components/reference/command-index";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/commands");

export default function Page(): ReactNode {
  return <CommandIndex />;
}
