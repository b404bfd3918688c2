import type { ReactNode } from "react";
import { listedDrivers, ownDrivers } from "@/findings/driver-facts";
import { PageFoot } from "../reference/page-foot";
import { ReferencePage } from "../reference/reference-page";
import { driverGroups, OWN_DRIVERS } from "./driver-groups";
import { KindCard } from "./kind-card";

const CELL = "border-line border-t px-3 py-1.5 align-top";

/** A plain table of facts: the first column is the driver's name. */
function FactTable({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }): ReactNode {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col" className="px-3 py-2 text-left font-semibold text-soft">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = "", ...facts]) => (
            <tr key={[name, ...facts].join(" ")}>
              <th scope="row" className={`${CELL} text-left font-medium font-mono text-[0.92em]`}>
                {name}
              </th>
              {facts.map((fact, at) => (
                <td key={head[at + 1]} className={CELL}>
                  {fact}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Drivers of Windows itself. */
function OwnDriversPage(): ReactNode {
  return (
    <ReferencePage
      path={`/drivers/${OWN_DRIVERS.id}`}
      eyebrow="Drivers"
      title="Windows’ own"
      lead={OWN_DRIVERS.summary}
    >
      <FactTable
        head={["Driver", "Part", "What it does there", "Source"]}
        rows={ownDrivers().map(({ driver, role, note, source }) => [driver, role, note, source])}
      />
      <PageFoot path={`/drivers/${OWN_DRIVERS.id}`} />
    </ReferencePage>
  );
}

/** One load-order group: its purpose, its kind of product, the drivers that have a place in it. */
export function DriverGroupPage({ id }: { id: string }): ReactNode {
  if (id === OWN_DRIVERS.id) return <OwnDriversPage />;
  const found = driverGroups().find((group) => group.id === id);
  if (!found) throw new RangeError(`There is no group ${id}`);
  return (
    <ReferencePage path={`/drivers/${id}`} eyebrow="Drivers" title={found.group} lead={found.summary}>
      {found.kind && <KindCard kind={found.kind} heading="h2" />}
      <h2 id="drivers" className="mt-8 mb-3 font-semibold text-xl tracking-tight">
        Drivers with an altitude here
      </h2>
      <FactTable
        head={["Driver", "Altitude", "Company"]}
        rows={listedDrivers(found.group).map(({ driver, altitude, company }) => [
          driver,
          altitude,
          company || "not named in the list",
        ])}
      />
      <p className="mt-3 text-soft text-xs">Microsoft, Allocated filter altitudes, 9 September 2022.</p>
      <PageFoot path={`/drivers/${id}`} />
    </ReferencePage>
  );
}
