"use client";

import { type ReactNode, useState } from "react";
import type { BareAltitude, DriversNamed, NamedDriver } from "@/cases/drivers-named";
import { AskBox } from "../ask/ask-box";
import { useReference } from "../ask/use-reference";
import { Disclosure } from "../ui/disclosure";
import { DriverTable } from "./driver-table";

export interface DriverLookupProps {
  /** What each kind of product does, by kind. */
  kinds: readonly { kind: string; card: ReactNode }[];
  /** Pages of the load-order groups. */
  groups: readonly { group: string; href: string }[];
}

const OWN = ["windows", "microsoft"];

function foundWords({ drivers, altitudes, commands, notDrivers }: DriversNamed): string {
  const others = drivers.filter(({ owner }) => !OWN.includes(owner)).length;
  const from = commands.length > 0 ? ` in the output of ${commands.join(", ")}` : "";
  if (drivers.length > 0) {
    const count = drivers.length === 1 ? "1 driver" : `${drivers.length} drivers`;
    return `${count}${from}; ${others === 0 ? "all of them Microsoft’s" : `${others} not Microsoft’s, or worth a look`}.`;
  }
  if (altitudes.length > 0) return altitudes.length === 1 ? "1 altitude." : `${altitudes.length} altitudes.`;
  if (notDrivers > 0) return `${notDrivers} programs and DLLs of a process${from}: they are not drivers.`;
  return "No driver and no altitude in it.";
}

function Altitude({ found, href }: { found: BareAltitude; href: string | undefined }): ReactNode {
  const { altitude, group, drivers } = found;
  return (
    <p className="rounded-lg border border-line bg-card px-4 py-3 text-sm">
      <b className="font-mono">{altitude}</b>{" "}
      {group ? (
        <>
          lies in{" "}
          <a href={href} className="link">
            {group}
          </a>
          .{" "}
          {drivers.length > 0
            ? `It is allocated to ${drivers.map(({ driver, company }) => `${driver} (${company || "company not named"})`).join(", ")}.`
            : "The published list, of September 2022, allocates it to nobody. That speaks neither for nor against a driver there."}
        </>
      ) : (
        "is in the range of no load-order group."
      )}
    </p>
  );
}

/** Answers on whatever names drivers; the kinds that occur, or all of them, below. */
export function DriverLookup({ kinds, groups }: DriverLookupProps): ReactNode {
  const { answer, ask, busy, problem } = useReference("drivers");
  const [asked, setAsked] = useState(false);
  const hrefOf = (group: string): string | undefined => groups.find((candidate) => candidate.group === group)?.href;
  const others: NamedDriver[] = answer?.drivers.filter(({ owner }) => !OWN.includes(owner)) ?? [];
  const own = answer?.drivers.filter(({ owner }) => OWN.includes(owner)) ?? [];
  const occurring = new Set(others.map(({ facts }) => facts.kind ?? "other"));
  const shown = others.length > 0 ? kinds.filter(({ kind }) => occurring.has(kind as never)) : kinds;
  return (
    <>
      <AskBox
        label="Driver name, altitude, or the whole output of fltmc, fltmc instances, sc query or lm"
        hint="Read in this browser; nothing is sent. Several lines are fine."
        placeholder={"WdFilter\n328010\nC:\\> fltmc"}
        rows={asked ? 6 : 4}
        onText={(text) => {
          setAsked(true);
          ask(text);
        }}
        busy={busy}
        problem={problem}
        found={answer && foundWords(answer)}
      />
      {answer && (
        <div className="mt-5 grid gap-5">
          {others.length > 0 && (
            <DriverTable drivers={others} caption="Not part of Windows, or worth a look" hrefOf={hrefOf} />
          )}
          {own.length > 0 && others.length > 0 && (
            <Disclosure title={`${own.length} of Microsoft, which every such server has`}>
              <DriverTable drivers={own} caption="Microsoft’s own" hrefOf={hrefOf} />
            </Disclosure>
          )}
          {own.length > 0 && others.length === 0 && (
            <DriverTable drivers={own} caption="Microsoft’s own" hrefOf={hrefOf} />
          )}
          {answer.altitudes.map((found) => (
            <Altitude
              key={`${found.altitude} ${found.line}`}
              found={found}
              href={found.group ? hrefOf(found.group) : undefined}
            />
          ))}
          {answer.further > 0 && <p className="text-soft text-sm">{answer.further} more are not shown.</p>}
        </div>
      )}
      <section aria-labelledby="kinds" className="mt-9">
        <h2 id="kinds" className="font-semibold text-xl tracking-tight">
          {others.length > 0 ? "What these kinds do on the path" : "What each kind does on the path"}
        </h2>
        <p className="mt-1 mb-4 max-w-[68ch] text-soft">
          That a driver is on a stack is no proof against it: every healthy server has some. The same work with and
          without it tells what it costs.
        </p>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {shown.map(({ kind, card }) => (
            <div key={kind}>{card}</div>
          ))}
        </div>
      </section>
    </>
  );
}
