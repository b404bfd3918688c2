import type { ReactNode } from "react";
import type { Certificate } from "@/training/results/certificate";
import { BrandMark } from "../shell/brand";
import { type DrillName, drillName, timeText } from "./drill-names";

export interface CertificatePaperProps {
  certificate: Certificate;
  written: readonly DrillName[];
}

/** A certificate as it is printed. */
export function CertificatePaper({ certificate, written }: CertificatePaperProps): ReactNode {
  const { name, day, results, verification } = certificate;
  return (
    <article
      aria-labelledby="certificate-name"
      className="rounded-lg border border-line bg-card p-6 text-ink shadow-card sm:p-10 print:border-0 print:p-0 print:shadow-none"
    >
      <p className="flex items-center gap-2 text-soft text-sm">
        <BrandMark className="size-4" />
        Waitchain, certificate of training
      </p>
      <h2 id="certificate-name" className="mt-6 font-semibold text-3xl tracking-tight [overflow-wrap:anywhere]">
        {name}
      </h2>
      <p className="mt-1 text-lg">
        has diagnosed {results.length === 1 ? "this hung server" : `these ${results.length} hung servers`} in
        simulation.
      </p>
      <table className="mt-6 w-full border-collapse text-sm">
        <thead>
          <tr className="border-line-strong border-b text-left">
            {["Drill", "Code", "Points", "Time", "Finished"].map((heading) => (
              <th key={heading} scope="col" className="py-1.5 pr-3 font-medium text-xs">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.map(({ seal, result, summary }) => (
            <tr key={seal} className="break-inside-avoid border-line border-b">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {drillName(result.code, written)}
              </th>
              <td className="py-1.5 pr-3 font-mono text-xs">{result.code}</td>
              <td className="py-1.5 pr-3 tabular-nums">{summary.total} of 100</td>
              <td className="py-1.5 pr-3 tabular-nums">{timeText(summary.seconds)}</td>
              <td className="py-1.5 tabular-nums">{result.finishedAt.slice(0, 10)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="mt-8 grid gap-x-10 gap-y-3 text-sm sm:grid-cols-[auto_1fr]">
        <div>
          <dt className="text-soft text-xs">Date</dt>
          <dd className="font-medium">{day}</dd>
        </div>
        <div>
          <dt className="text-soft text-xs">Verification code</dt>
          <dd className="font-medium font-mono">{verification}</dd>
        </div>
      </dl>
      <p className="mt-4 text-soft text-xs">
        The code is a digest of the name and the results. Whoever has the result files can verify it under Training,
        Certificate: each drill is played again there. It shows that the results belong to this paper and give these
        points, not who sat at the keyboard.
      </p>
    </article>
  );
}
