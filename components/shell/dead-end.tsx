import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "../ui/button";

export interface DeadEndProps {
  title: string;
  children: ReactNode;
}

/** An address that leads nowhere: says why, and shows the way to the start. */
export function DeadEnd({ title, children }: DeadEndProps): ReactNode {
  return (
    <main tabIndex={-1} className="mx-auto max-w-xl px-4 py-16 outline-none">
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      <p className="mt-2 text-soft">{children}</p>
      <div className="mt-5">
        <Button kind="primary" asChild>
          <Link href="/" prefetch={false}>
            To the start page
          </Link>
        </Button>
      </div>
    </main>
  );
}
