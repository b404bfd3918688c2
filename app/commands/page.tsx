import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CommandIndex } from "@/components/reference/command-index";

export const metadata: Metadata = { title: "Commands" };

export default function Page(): ReactNode {
  return <CommandIndex />;
}
