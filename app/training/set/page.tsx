import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ClassSetScreen } from "@/components/training/class-set-screen";
import { drillNames } from "@/components/training/drill-list";

export const metadata: Metadata = { title: "A set of drills" };

export default function Page(): ReactNode {
  return <ClassSetScreen written={drillNames()} />;
}
