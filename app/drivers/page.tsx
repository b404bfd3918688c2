import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DriversPage } from "@/components/drivers/drivers-page";
import { metadataOf } from "@/components/reference/pages";

export const metadata: Metadata = metadataOf("/drivers");

export default function Page(): ReactNode {
  return <DriversPage />;
}
