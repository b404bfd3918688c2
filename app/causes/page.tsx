import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CauseIndex } from "@/components/reference/cause-index";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/causes");

export default function Page(): ReactNode {
  return <CauseIndex />;
}
