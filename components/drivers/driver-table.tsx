import { CircleHelp, Factory, ShieldAlert, SquareCheck, Users } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { DriverOwner, NamedDriver } from "@/cases/drivers-named";

const OWNERS: Readonly<Record<DriverOwner, { icon: typeof Users; says: (company: string | null) => string }>> = {
  windows: { icon: SquareCheck, says: () => "Windows itself" },
  microsoft: { icon: SquareCheck, says: () => "Microsoft" },
  "scanner-of-microsoft": { icon: ShieldAlert, says: () => "Microsoft, but works like other makers’ products" },
  "other-maker": { icon: Factory, says: (company) => company ?? "another maker" },
  ambiguous: { icon: Users, says: () => "several makers use this name" },
  unknown: { icon: CircleHelp, says: () => "unknown" },
};

function Owner({ driver }: { driver: NamedDriver }): ReactNode {
  const { facts, owner, printedCompany } = driver;
  const { icon: Icon, says } = OWNERS[owner];
  return (
    <>
      <span className="flex items-start gap-1.5 font-medium">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
        {says(facts.company)}
      </span>
      {owner === "ambiguous" && <span className="mt-0.5 block text-soft text-xs">{facts.companies.join("; ")}</span>}
      {printedCompany && <span className="mt-0.5 block text-soft text-xs">The file names {printedCompany}.</span>}
    </>
  );
}

const HEAD = "border-line border-b px-3 py-2 text-left font-semibold text-soft";
const CELL = "border-line border-t px-3 py-2 align-top";

/** Drivers that were named, and what is known of each. */
export function DriverTable({
  drivers,
  caption,
  hrefOf,
}: {
  drivers: readonly NamedDriver[];
  caption: string;
  /** Page of a load-order group. */
  hrefOf: (group: string) => string | undefined;
}): ReactNode {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full min-w-[34rem] border-collapse text-sm">
        <caption className="px-3 pt-2.5 pb-1 text-left font-semibold">{caption}</caption>
        <thead>
          <tr>
            {["Driver", "Whose", "Group, by altitude", "What is known"].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drivers.map((driver) => {
            const { facts, altitude, name, line, legacy } = driver;
            const href = facts.group ? hrefOf(facts.group) : undefined;
            return (
              <tr key={`${name} ${altitude} ${line}`}>
                <th scope="row" className={`${CELL} text-left font-medium font-mono text-[0.92em]`}>
                  {name}
                  {altitude && <span className="block font-normal text-soft text-xs">{altitude}</span>}
                  {legacy && <span className="block font-normal font-sans text-likely text-xs">of the old kind</span>}
                </th>
                <td className={CELL}>
                  <Owner driver={driver} />
                </td>
                <td className={CELL}>
                  {facts.group && href ? (
                    <Link href={href} prefetch={false} className="link">
                      {facts.group}
                    </Link>
                  ) : (
                    <span className="text-soft">{altitude ? "no group has this altitude" : "not told"}</span>
                  )}
                  {facts.purpose && <span className="block text-soft text-xs">{facts.purpose}</span>}
                </td>
                <td className={CELL}>
                  {facts.note}
                  {facts.source && <span className="mt-0.5 block text-soft text-xs">{facts.source}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
