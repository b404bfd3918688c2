"use client";

import { RadioGroup } from "radix-ui";
import { type ReactNode, useId } from "react";

export interface RadioListProps {
  labelledBy: string;
  describedBy?: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
}

/** One of a list, below each other. */
export function RadioList({ labelledBy, describedBy, value, onChange, options }: RadioListProps): ReactNode {
  const id = useId();
  return (
    <RadioGroup.Root
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={value}
      onValueChange={onChange}
      className="grid gap-0.5"
    >
      {options.map((option) => (
        <div key={option.value} className="-mx-1.5 flex items-start gap-2.5 rounded-md px-1.5 py-1 hover:bg-sunken">
          <RadioGroup.Item
            id={`${id}-${option.value}`}
            value={option.value}
            className="mt-[0.22em] inline-flex size-4.5 shrink-0 items-center justify-center rounded-full border-[1.5px] border-line-strong bg-card data-[state=checked]:border-accent"
          >
            <RadioGroup.Indicator className="size-2.5 rounded-full bg-accent" />
          </RadioGroup.Item>
          <label htmlFor={`${id}-${option.value}`} className="flex-1 cursor-pointer text-sm">
            {option.label}
          </label>
        </div>
      ))}
    </RadioGroup.Root>
  );
}
