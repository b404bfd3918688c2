"use client";

import { type ReactNode, useState } from "react";
import { Dialog } from "../ui/dialog";
import { SearchPanel } from "./search-panel";

/** The search over the page at hand. */
export default function SearchPalette({ onClose }: { onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Search" wide>
      <SearchPanel typed={typed} onType={setTyped} onLeave={onClose} />
    </Dialog>
  );
}
