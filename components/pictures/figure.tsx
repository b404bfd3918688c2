import { type ReactNode, useId } from "react";
import type { Finding } from "@/evidence";
import { findingKey } from "../evidence/cite-label";
import { ShowLines } from "../evidence/show-lines";
import { Disclosure } from "../ui/disclosure";

export interface FigureRow {
  /** Tells the row from the others. */
  id: string;
  /** What the row is about. */
  head: string;
  cells: readonly string[];
  findings: readonly Finding[];
}

export interface FigureProps {
  title: string;
  /** Below the picture. */
  caption?: ReactNode;
  columns: readonly string[];
  rows: readonly FigureRow[];
  /** May grow as wide as its place. */
  wide?: boolean;
  children: ReactNode;
}

/** A picture, and the same as a table with the lines that show it. */
export function Figure({ title, caption, columns, rows, wide = false, children }: FigureProps): ReactNode {
  const id = useId();
  return (
    <figure aria-labelledby={id} className="mb-8 min-w-0 break-inside-avoid">
      <h3 id={id} className="panel-title mb-2.5">
        {title}
      </h3>
      <div className={wide ? undefined : "max-w-md"}>{children}</div>
      <figcaption className="mt-2 text-soft text-xs">
        {caption}
        <Disclosure title="As a table" className="mt-1 print:hidden" summaryClassName="text-xs text-accent">
          <div className="-ml-5.5 overflow-x-auto">
            <table className="w-full border-collapse text-left text-xs">
              <caption className="sr-only">{title}, as a table</caption>
              <thead>
                <tr className="border-line border-b text-soft">
                  {columns.map((column) => (
                    <th key={column} scope="col" className="py-1 pr-3 font-medium">
                      {column}
                    </th>
                  ))}
                  <th scope="col" className="py-1 font-medium">
                    Lines
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id} className="border-line border-b align-top text-ink last:border-b-0">
                    <th scope="row" className="py-1 pr-3 font-normal [overflow-wrap:anywhere]">
                      {row.head}
                    </th>
                    {row.cells.map((cell, column) => (
                      <td key={columns[column + 1]} className="py-1 pr-3 text-soft [overflow-wrap:anywhere]">
                        {cell}
                      </td>
                    ))}
                    <td className="py-1">
                      {row.findings.length === 0 ? (
                        <span className="text-soft">none</span>
                      ) : (
                        row.findings.map((finding) => <ShowLines key={findingKey(finding)} finding={finding} short />)
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Disclosure>
      </figcaption>
    </figure>
  );
}
