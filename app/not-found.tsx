import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return (
    <>
      <PageHeader />
      <main tabIndex={-1} className="mx-auto max-w-xl px-4 py-16 outline-none">
        <h1 className="font-semibold text-2xl tracking-tight">This page could not be found</h1>
        <p className="mt-2 text-soft">
          The address leads nowhere on this site. Cases, playbooks and the pages about commands and causes can all be
          reached from the start.
        </p>
        <div className="mt-5">
          <Button kind="primary" asChild>
            <Link href="/">To the start page</Link>
          </Button>
        </div>
      </main>
    </>
  );
}
