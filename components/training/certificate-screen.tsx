"use client";

import { FileDown, Printer } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { saveFile } from "@/browser/save-file";
import { fileSlug } from "@/evidence";
import { ReferencePage } from "../reference/reference-page";
import { DropVeil } from "../shell/drop-veil";
import { usePageInput } from "../shell/page-input";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";
import { CertificateChoice } from "./certificate-choice";
import { CertificatePaper } from "./certificate-paper";
import { VerifyCertificate } from "./certificate-verify";
import type { DrillName } from "./drill-names";
import { type MadeCertificate, useCertificate } from "./use-certificate";
import { useClassResults } from "./use-class-results";

function Made({ made, written }: { made: MadeCertificate; written: readonly DrillName[] }): ReactNode {
  const { certificate, file } = made;
  const paper = useRef<HTMLDivElement>(null);
  // The paper stands below the button that made it.
  useEffect(() => paper.current?.focus(), []);
  return (
    <div ref={paper} tabIndex={-1} className="mt-6 outline-none">
      <CertificatePaper certificate={certificate} written={written} />
      <div className="mt-4 flex flex-wrap gap-2 print:hidden">
        <Button kind="primary" onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
        <Button
          onClick={() =>
            saveFile(
              `waitchain-certificate-${fileSlug(certificate.name)}-${certificate.day}.json`,
              new Blob([file], { type: "application/json" }),
            )
          }
        >
          <FileDown aria-hidden />
          Save its results
        </Button>
      </div>
      <p className="mt-2 text-soft text-sm print:hidden">
        Keep the results with the certificate: its code can be verified with them alone.
      </p>
    </div>
  );
}

/** Makes a certificate of solved drills, and verifies one. */
export function CertificateScreen({ written }: { written: readonly DrillName[] }): ReactNode {
  const { made, busy, problem, make, dismissProblem } = useCertificate();
  const files = useClassResults(() => {});
  const dragging = usePageInput({
    onText: (text) => void files.take([{ name: "Pasted text", text }]),
    onFiles: (dropped) => void files.take(dropped),
  });
  return (
    <>
      <ReferencePage
        path="/training/certificate"
        headless
        eyebrow="Training"
        title="Certificate"
        lead="Made and verified in this browser, without asking anybody: the code on it is a digest of the results it rests on."
      >
        <ProblemBanner
          problems={[...(problem ? [problem] : []), ...files.problems]}
          onDismiss={problem ? dismissProblem : files.dismissProblem}
        />
        <section aria-labelledby="make" className="mb-12 print:mb-0">
          <h2 id="make" className="mb-3 font-semibold text-xl print:hidden">
            Make one
          </h2>
          <div className="print:hidden">
            <CertificateChoice written={written} busy={busy} onMake={(records, name) => void make(records, name)} />
          </div>
          {made && <Made key={made.certificate.verification} made={made} written={written} />}
        </section>
        <section aria-labelledby="verify" className="print:hidden">
          <h2 id="verify" className="mb-3 font-semibold text-xl">
            Verify one
          </h2>
          <VerifyCertificate files={files} />
        </section>
      </ReferencePage>
      <DropVeil shown={dragging} />
    </>
  );
}
