"use client";

import { type ReactNode, useState } from "react";
import { type Problem, problemIn } from "@/evidence";
import { type Certificate, certificateOf, isVerified } from "@/training/results/certificate";
import type { CheckedResult } from "@/training/results/result-file";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { FileChooser } from "./file-chooser";
import { Field } from "./trainer-field";
import type { ClassResults } from "./use-class-results";

type Read = { certificate: Certificate } | { problem: Problem } | null;

function readResults(results: readonly CheckedResult[]): Read {
  if (results.length === 0) return null;
  try {
    return { certificate: certificateOf(results) };
  } catch (error) {
    return { problem: problemIn(error) };
  }
}

function Finding({ typed, certificate }: { typed: string; certificate: Certificate }): ReactNode {
  const { name, day, results } = certificate;
  const rests = `${results.length} ${results.length === 1 ? "result" : "results"} of ${name}, the last of ${day}`;
  if (typed.trim() === "") {
    return <Notice tone="info" title={`These are ${rests}. Type the code of the certificate.`} />;
  }
  return isVerified(typed, certificate) ? (
    <Notice tone="good" word="Verified" title="The code fits these results.">
      <p>It rests on {rests}; each was played again and gives the points it says.</p>
    </Notice>
  ) : (
    <Notice tone="problem" title="The code does not fit these results.">
      <p>
        They are {rests}. The code has a slip, or the certificate rests on others: it takes exactly its own results, no
        more and no fewer.
      </p>
    </Notice>
  );
}

/** Checks the code of a certificate against the results that it is said to rest on. */
export function VerifyCertificate({ files }: { files: ClassResults }): ReactNode {
  const [typed, setTyped] = useState("");
  const { results, reading, take, clear } = files;
  const read = readResults(results);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FileChooser label="Open its results" disabled={reading !== null} onFiles={(chosen) => void take(chosen)} />
        <p className="text-soft text-sm" role="status">
          {reading
            ? `Playing ${Math.min(reading.done + 1, reading.of)} of ${reading.of} again …`
            : "or drop them anywhere on this page: the certificate's file, or each result file."}
        </p>
        {results.length > 0 && (
          <Button kind="quiet" onClick={clear}>
            Begin again
          </Button>
        )}
      </div>
      <Field
        label="Verification code"
        value={typed}
        onChange={setTyped}
        placeholder="0M4TR-7K3QD-BX0AE-9ZZ1C"
        autoComplete="off"
        className="max-w-sm"
      />
      <div role="status">
        {read && "certificate" in read && <Finding typed={typed} certificate={read.certificate} />}
        {read && "problem" in read && (
          <Notice tone="problem" title={read.problem.what}>
            <ProblemText problem={read.problem} />
          </Notice>
        )}
      </div>
    </div>
  );
}
