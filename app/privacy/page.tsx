import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ContentPage } from "@/components/reference/content-page";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/privacy");

export default function Page(): ReactNode {
  return <ContentPage id="privacy" />;
}
