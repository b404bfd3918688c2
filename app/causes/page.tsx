import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CauseIndex } from "@/components/reference/cause-index";

export const metadata: Metadata = { title: "Causes" };

export default function Page(): ReactNode {
  return <CauseIndex />;
}
