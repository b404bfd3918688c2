import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ReferencePage } from "@/components/reference/reference-page";
import { SearchPage } from "@/components/search/search-page";

export const metadata: Metadata = {
  title: "Search",
  description:
    "Every page of this site by command, symbol, driver, cause or plain words. Nothing that is typed leaves the machine.",
};

export default function Page(): ReactNode {
  return (
    <ReferencePage
      path="/search"
      title="Search"
      lead="Commands, symbols, drivers, causes, words. From any page with Ctrl+K or a slash."
    >
      <SearchPage />
    </ReferencePage>
  );
}
