"use client";

import { FileDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { saveFile } from "@/browser/save-file";
import { siteAddress } from "@/browser/site-address";
import { fileSlug } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import { type ClassRow, classCsv } from "@/training/results/class-table";
import { statementsOf } from "@/training/results/xapi";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { Field, Tick } from "./trainer-field";

function asAddress(text: string): string | null {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (!address || !/^https?:$/.test(address.protocol)) return null;
  return `${address.origin}${address.pathname.replace(/\/?$/, "/")}`;
}

/** The class's results for a spreadsheet and for a learning record store. */
export function ClassExports({ rows, set }: { rows: readonly ClassRow[]; set: ClassSet }): ReactNode {
  const [bom, setBom] = useState(true);
  const [home, setHome] = useState(siteAddress);
  const address = asAddress(home);
  const stem = fileSlug(set.title) || "class";
  const saveCsv = (): void =>
    saveFile(`waitchain-${stem}.csv`, new Blob([classCsv(rows, bom)], { type: "text/csv;charset=utf-8" }));
  const saveStatements = (): void => {
    if (!address) return;
    const text = JSON.stringify(statementsOf(rows, set, address), null, 2);
    saveFile(`waitchain-${stem}-xapi.json`, new Blob([text], { type: "application/json" }));
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button onClick={saveCsv}>
          <FileDown aria-hidden />
          Save as CSV
        </Button>
        <Button onClick={saveStatements} disabled={!address}>
          <FileDown aria-hidden />
          Save xAPI statements
        </Button>
        <Tick label="CSV marked as UTF-8, for Excel" checked={bom} onChange={setBom} />
      </div>
      <Disclosure title="What the statements are named by">
        <Field
          label="Address of your training site"
          value={home}
          onChange={setHome}
          aria-invalid={!address}
          hint={
            address
              ? "Activities and accounts carry it. Nothing is sent there: you load the file into your learning record store."
              : "It has to be a whole address, such as https://training.example/."
          }
          className="max-w-xl"
        />
      </Disclosure>
    </div>
  );
}
