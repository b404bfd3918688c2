import Link from "next/link";
import type { ReactNode } from "react";
import { DRIVER_KINDS } from "@/findings/driver-kinds";
import { entryAt } from "../reference/pages";
import { ReferencePage } from "../reference/reference-page";
import { driverGroups, groupHref, OWN_DRIVERS } from "./driver-groups";
import { DriverLookup } from "./driver-lookup";
import { KindCard } from "./kind-card";

/** Look-up of drivers, and the groups they come in. */
export function DriversPage(): ReactNode {
  const { title, summary } = entryAt("/drivers");
  const groups = driverGroups();
  return (
    <ReferencePage path="/drivers" title={title} lead={summary}>
      <DriverLookup
        kinds={DRIVER_KINDS.map((kind) => ({ kind: kind.kind, card: <KindCard kind={kind} anchor={kind.kind} /> }))}
        groups={groups.map(({ group }) => ({ group, href: groupHref(group) }))}
      />
      <section aria-labelledby="groups" className="mt-10">
        <h2 id="groups" className="mb-3 font-semibold text-xl tracking-tight">
          Groups, from the top of the stack to the bottom
        </h2>
        <ul className="max-w-[72ch] divide-y divide-line rounded-xl border border-line bg-card">
          {groups.map(({ id, group, low, high, purpose }) => (
            <li key={id} className="relative px-4 py-2.5 hover:bg-sunken">
              <Link
                href={`/drivers/${id}`}
                prefetch={false}
                className="font-medium text-accent after:absolute after:inset-0"
              >
                {group}
              </Link>
              <span className="ml-2 font-mono text-soft text-xs">
                {low} to {high}
              </span>
              <span className="block text-soft text-sm">{purpose}</span>
            </li>
          ))}
          <li className="relative px-4 py-2.5 hover:bg-sunken">
            <Link
              href={`/drivers/${OWN_DRIVERS.id}`}
              prefetch={false}
              className="font-medium text-accent after:absolute after:inset-0"
            >
              {OWN_DRIVERS.title}
            </Link>
            <span className="block text-soft text-sm">{OWN_DRIVERS.summary}</span>
          </li>
        </ul>
      </section>
      <p className="mt-8 max-w-[68ch] text-soft text-sm">
        From Microsoft’s published list of allocated altitudes (9 September 2022) and of load-order groups (24 June
        2024), and from Windows’ own drivers as they are seen on stacks. A driver that is missing there is neither
        harmless nor suspicious for that. Ids of drivers change hands; the file’s own details (
        <Link href="/commands/windbg-modules" prefetch={false} className="link">
          lmvm
        </Link>
        ) outweigh any list.
      </p>
    </ReferencePage>
  );
}
