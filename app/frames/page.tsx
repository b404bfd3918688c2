import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FramesPage } from "@/components/frames/frames-page";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/frames");

export default function Page(): ReactNode {
  return <FramesPage />;
}
