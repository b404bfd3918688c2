import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DeadEnd } from "@/components/shell/dead-end";
import { PageHeader } from "@/components/shell/page-header";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return (
    <>
      <PageHeader />
      <DeadEnd title="This page could not be found">
        The address leads nowhere on this site. Cases, playbooks and the pages about commands and causes can all be
        reached from the start.
      </DeadEnd>
    </>
  );
}
