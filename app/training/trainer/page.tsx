import type { Metadata } from "next";
import type { ReactNode } from "react";
import { drillNames } from "@/components/training/drill-list";
import { TrainerScreen } from "@/components/training/trainer-screen";

export const metadata: Metadata = { title: "For the trainer" };

export default function Page(): ReactNode {
  return <TrainerScreen written={drillNames()} />;
}
