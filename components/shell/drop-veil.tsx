import { FileDown } from "lucide-react";
import type { ReactNode } from "react";

/** Shows that the whole page takes what is being dragged. */
export function DropVeil({ shown }: { shown: boolean }): ReactNode {
  if (!shown) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-3 z-50 flex items-center justify-center rounded-xl border-2 border-accent border-dashed bg-accent-soft/85"
    >
      <p className="flex items-center gap-3 font-semibold text-accent text-xl">
        <FileDown className="size-7" />
        Drop to read
      </p>
    </div>
  );
}
