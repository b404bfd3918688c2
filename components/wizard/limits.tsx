"use client";

import { RotateCcw } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { count } from "@/findings/say";
import { THRESHOLDS, type ThresholdId } from "@/findings/thresholds";
import { useAnnounce } from "../shell/announcer";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { useOpenCase } from "./open-case";

const IDS = Object.keys(THRESHOLDS) as ThresholdId[];
const shown = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 6 });
const unitOf = (id: ThresholdId): string => THRESHOLDS[id].unit.replace("-", " ");

/** One limit with the value that counts here. Enter, or leaving the field, lays it over the built-in one. */
function Limit({ id, value }: { id: ThresholdId; value: number | null }): ReactNode {
  const { setLimit } = useOpenCase();
  const announce = useAnnounce();
  const field = useId();
  const { title, decides, reason, source, value: builtIn } = THRESHOLDS[id];
  const now = String(value ?? builtIn);
  const [draft, setDraft] = useState<string | null>(null);

  const take = (): void => {
    if (draft === null || draft.trim() === now) {
      setDraft(null);
      return;
    }
    void setLimit(id, draft).then(() => setDraft(null));
    announce(`${title}: ${draft} ${unitOf(id)}.`);
  };

  return (
    <li className="grid gap-x-4 gap-y-1.5 border-line border-t py-3 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <label htmlFor={field} className="font-medium text-sm">
          {title}
        </label>
        <p className="text-soft text-xs">
          {decides} {reason}
        </p>
        <p className="text-2xs text-soft [overflow-wrap:anywhere]">
          {id} · built in: {shown(builtIn)} {unitOf(id)} · {source}
        </p>
      </div>
      <form
        className="flex items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <input
          id={field}
          inputMode="decimal"
          autoComplete="off"
          value={draft ?? now}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          className="min-h-9 w-32 rounded-md border border-line-strong bg-card px-2.5 text-right text-sm tabular-nums"
        />
        <span className="w-20 pt-2 text-soft text-xs">{unitOf(id)}</span>
        <Button
          disabled={value === null}
          onClick={() => void setLimit(id, null)}
          aria-label={`Bring back the built-in value: ${title}`}
          className="px-2"
        >
          <RotateCcw aria-hidden />
        </Button>
      </form>
    </li>
  );
}

/** Every limit the findings use, to be looked up and changed for this case. */
export function LimitsPanel(): ReactNode {
  const { diagnosis } = useOpenCase();
  const { changed } = diagnosis.limits;
  return (
    <section aria-labelledby="limits">
      <h3 id="limits" className="panel-title mb-1">
        Limits
      </h3>
      <Disclosure
        title={changed.length > 0 ? `${count(changed.length, "limit is", "limits are")} changed` : "As built in"}
      >
        <p className="max-w-[68ch] text-soft text-xs">
          Findings compare figures with these. What is changed here counts for this case, and goes into its file.
        </p>
        <ul aria-label="Limits">
          {IDS.map((id) => (
            <Limit key={id} id={id} value={changed.find((each) => each.id === id)?.value ?? null} />
          ))}
        </ul>
      </Disclosure>
    </section>
  );
}

/** Says, beside what was concluded, that limits were changed for it. */
export function LimitsNotice(): ReactNode {
  const { diagnosis } = useOpenCase();
  const { changed, decide } = diagnosis.limits;
  if (changed.length === 0) return null;
  const list = changed.map(
    ({ id, value }) =>
      `${THRESHOLDS[id].title}: ${shown(value)} instead of ${shown(THRESHOLDS[id].value)} ${unitOf(id)}`,
  );
  return (
    <p className="rounded-lg border border-line bg-card px-4 py-2.5 text-sm">
      <span className="font-medium">With {changed.length === 1 ? "a changed limit" : "changed limits"}.</span>{" "}
      {list.join("; ")}.{" "}
      {decide
        ? "With what is built in, the causes would stand otherwise."
        : "With what is built in, the causes would stand the same."}
    </p>
  );
}
