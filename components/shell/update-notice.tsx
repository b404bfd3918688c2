"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { type Update, watchUpdates } from "@/browser/site-updates";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";

/** Pages on which somebody is in the middle of something. */
const BUSY = /^\/(?:case|training\/.)/;

/** Offers a new version of the site, but never in the middle of a case or a drill. */
export function UpdateNotice(): ReactNode {
  const [update, setUpdate] = useState<Update | null>(null);
  const [others, setOthers] = useState(0);
  const path = usePathname();
  useEffect(() => watchUpdates(setUpdate), []);
  if (!update || BUSY.test(path)) return null;

  const use = async (): Promise<void> => {
    const reply = await update.use();
    if (reply.type === "other-pages") setOthers(reply.count);
  };
  return (
    <Notice
      role="status"
      tone="info"
      title="A new version is ready"
      className="fixed inset-x-4 bottom-4 z-40 mx-auto max-w-md shadow-lg print:hidden"
      actions={
        <span className="flex flex-wrap justify-end gap-2">
          <Button kind="quiet" onClick={() => setUpdate(null)}>
            Later
          </Button>
          <Button kind="primary" onClick={use}>
            Use it
          </Button>
        </span>
      }
    >
      <p className="text-soft">
        {others === 0
          ? "Cases and training stay as they are."
          : `Close the other ${others === 1 ? "page" : `${others} pages`} of Waitchain first: they still run the old version.`}
      </p>
    </Notice>
  );
}
