import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FindingsPage } from "@/components/reference/findings-page";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/findings");

export default function Page(): ReactNode {
  return <FindingsPage />;
}
