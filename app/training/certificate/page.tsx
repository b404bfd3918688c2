import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CertificateScreen } from "@/components/training/certificate-screen";
import { drillNames } from "@/components/training/drill-list";

export const metadata: Metadata = { title: "Certificate" };

export default function Page(): ReactNode {
  return <CertificateScreen written={drillNames()} />;
}
