"use client";

import { RadioGroup } from "radix-ui";
import { type ReactNode, useId } from "react";

export interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string }[];
}

/** One of a few, side by side. */
export function Segmented<V extends string>({ label, value, onChange, options }: SegmentedProps<V>): ReactNode {
  const id = useId();
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span id={id} className="text-soft text-xs">
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        orientation="horizontal"
        value={value}
        onValueChange={choose}
        className="flex flex-wrap rounded-md border border-line bg-sunken p-0.5"
      >
        {options.map((option) => (
          <RadioGroup.Item
            key={option.value}
            value={option.value}
            className="min-h-7 rounded-[0.375rem] border border-transparent px-2.5 text-soft text-xs transition-colors hover:text-ink data-[state=checked]:border-line data-[state=checked]:bg-card data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-card pointer-coarse:min-h-10"
          >
            {option.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
