import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DrillScreen } from "@/components/training/drill-screen";

export const metadata: Metadata = {
  title: "Drill",
  description: "A made-up server that hangs, the same for everybody who has its code.",
};

export default function Page(): ReactNode {
  return <DrillScreen written={null} title="A made-up server" minutes={null} texts={null} />;
}
