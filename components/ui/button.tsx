import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

export type ButtonKind = "plain" | "primary" | "quiet" | "danger";

const KINDS: Readonly<Record<ButtonKind, string>> = {
  plain: "border-line bg-card text-ink hover:border-line-strong hover:bg-sunken",
  primary: "border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover",
  quiet: "border-transparent bg-transparent text-accent hover:bg-accent-soft",
  danger: "border-confirmed bg-confirmed text-paper hover:opacity-90",
};

export interface ButtonProps extends ComponentProps<"button"> {
  kind?: ButtonKind;
  /** Gives the look to the one child, for links. */
  asChild?: boolean;
}

/** A button, or a link that looks like one. */
export function Button({ kind = "plain", asChild = false, className, ...props }: ButtonProps): ReactNode {
  const look = cx(
    "inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md border px-3 py-1 font-medium text-sm transition-colors pointer-coarse:min-h-11 disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
    KINDS[kind],
    className,
  );
  if (asChild) return <Slot.Root className={look} {...props} />;
  return <button type="button" className={look} {...props} />;
}
