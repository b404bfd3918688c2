"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "../ui/cx";

export interface FieldProps extends Omit<ComponentProps<"input">, "onChange" | "id"> {
  label: string;
  /** Below the field. */
  hint?: ReactNode;
  onChange: (value: string) => void;
}

/** A line to type in, with its label above it. */
export function Field({ label, hint, onChange, className, ...props }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-9 w-full rounded-md border border-line-strong bg-card px-3 py-1 text-sm placeholder:text-soft pointer-coarse:min-h-11"
        {...props}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

export interface TickProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** Something to tick. */
export function Tick({ label, checked, onChange, disabled = false, className }: TickProps): ReactNode {
  return (
    <label
      className={cx(
        "-mx-1.5 flex cursor-pointer items-start gap-2.5 rounded-md px-1.5 py-1 text-sm hover:bg-sunken pointer-coarse:py-2.5",
        className,
      )}
    >
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-[0.2em] size-4 shrink-0 accent-(--accent)"
      />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
