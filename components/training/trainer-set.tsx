"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { SEEDS } from "@/training/code";
import { type ClassSet, codesIn, SET_LIMITS } from "@/training/results/class-set";
import { useAnnounce } from "../shell/announcer";
import { type DrillName, drillName, writtenCode, writtenId } from "./drill-names";
import { DrawDrills } from "./trainer-draw";
import { Field, Tick } from "./trainer-field";

export interface SetMakerProps {
  set: ClassSet;
  onChange: (change: Partial<ClassSet>) => void;
  written: readonly DrillName[];
}

function ChosenDrills({ set, onChange, written }: SetMakerProps): ReactNode {
  if (set.codes.length === 0) {
    return (
      <p className="rounded-lg border border-line border-dashed px-4 py-5 text-soft text-sm">
        No drill is chosen yet. Tick written ones, or draw some.
      </p>
    );
  }
  return (
    <ol aria-label="Drills of the set" className="divide-y divide-line rounded-lg border border-line bg-card">
      {set.codes.map((code) => (
        <li key={code} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1 pr-1 pl-3.5">
          <span className="min-w-0 flex-1 text-sm">{drillName(code, written)}</span>
          <code className="font-mono text-soft text-xs">{code}</code>
          <button
            type="button"
            aria-label={`Take ${code} out`}
            onClick={() => onChange({ codes: set.codes.filter((each) => each !== code) })}
            className="inline-flex size-9 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
          >
            <X aria-hidden className="size-4" />
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Puts a class set together from written drills, drawn ones, and codes that somebody has. */
export function SetMaker({ set, onChange, written }: SetMakerProps): ReactNode {
  const announce = useAnnounce();
  const add = (codes: readonly string[]): void => {
    const all = [...new Set([...set.codes, ...codes])].slice(0, SET_LIMITS.codes);
    onChange({ codes: all });
    announce(`The set has ${all.length} drills`);
  };
  const pick = (id: string, on: boolean): void => {
    if (on) add([writtenCode(id, Math.floor(Math.random() * SEEDS))]);
    else onChange({ codes: set.codes.filter((code) => writtenId(code) !== id) });
  };
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <div className="grid content-start gap-6">
        <fieldset>
          <legend className="panel-title mb-2">Written drills</legend>
          {written.map(({ id, title, level }) => (
            <Tick
              key={id}
              label={
                <>
                  {title} <span className="text-soft">· level {level}</span>
                </>
              }
              checked={set.codes.some((code) => writtenId(code) === id)}
              onChange={(on) => pick(id, on)}
            />
          ))}
        </fieldset>
        <section aria-labelledby="draw">
          <h3 id="draw" className="panel-title mb-2">
            Drawn drills
          </h3>
          <DrawDrills onDraw={add} />
        </section>
      </div>
      <div className="grid content-start gap-4">
        <Field
          label="Title"
          value={set.title}
          maxLength={SET_LIMITS.title}
          placeholder="Hangs, first week"
          onChange={(title) => onChange({ title })}
        />
        <Field
          label="Passed from"
          hint="Points of 100. The table, the statements and the package go by it."
          type="number"
          min={1}
          max={100}
          value={String(set.mastery)}
          onChange={(text) => onChange({ mastery: Math.min(100, Math.max(1, Math.floor(Number(text)) || 1)) })}
        />
        <Field
          label="Add by code"
          placeholder="locks-2-0M4TR"
          value=""
          hint="Paste one code or many."
          onChange={(text) => {
            const { codes } = codesIn(text);
            if (codes.length > 0) add(codes);
          }}
        />
        <ChosenDrills set={set} onChange={onChange} written={written} />
      </div>
    </div>
  );
}
