import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TrainingPage } from "@/components/training/training-page";

export const metadata: Metadata = {
  title: "Training",
  description: "Debug a hung server in the browser: a simulated debugger, drills with a score, and a debrief.",
};

export default function Page(): ReactNode {
  return <TrainingPage />;
}
