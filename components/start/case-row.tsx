import { Download, Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { CaseSummary } from "@/browser/case-summary";
import { count } from "@/findings/say";
import { playbookById } from "@/machines/list";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { caseAddress } from "../wizard/case-address";

function when(instant: string): string {
  const moment = new Date(instant);
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return `today, ${time}`;
  return `${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}

export interface CaseRowProps {
  summary: CaseSummary;
  onRename: () => void;
  onSave: () => void;
  onDelete: () => void;
}

/** One stored case, with what can be done to it. */
export function CaseRow({ summary, onRename, onSave, onDelete }: CaseRowProps): ReactNode {
  const { id, title, playbook, updatedAt, transcripts } = summary;
  return (
    <li className="flex items-center gap-2 border-line border-t py-1 pr-1.5 pl-4 first:border-t-0">
      <div className="min-w-0 flex-1 py-1.5">
        <Link href={caseAddress(id)} className="font-medium hover:underline [overflow-wrap:anywhere]">
          {title}
        </Link>
        <p className="text-soft text-xs">
          {playbookById(playbook)?.title ?? playbook} · {count(transcripts, "transcript")} · {when(updatedAt)}
        </p>
      </div>
      <Menu
        trigger={
          <Button kind="quiet" className="px-2 text-soft" aria-label={`Actions for ${title}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={onRename}>
          <Pencil aria-hidden />
          Rename
        </MenuItem>
        <MenuItem onSelect={onSave}>
          <Download aria-hidden />
          Save case file
        </MenuItem>
        <MenuItem onSelect={onDelete}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </Menu>
    </li>
  );
}
