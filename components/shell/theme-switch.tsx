import { Check, Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";

const CHOICES: readonly { value: string; label: string; icon: ReactNode }[] = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
];

/** Light, dark, or as the system says; `browser/page/theme.ts` answers. */
export function ThemeSwitch(): ReactNode {
  return (
    <details data-menu="" className="relative">
      <summary
        aria-label="Theme"
        className="grid min-h-9 list-none place-items-center rounded-md px-2 text-soft transition-colors hover:bg-accent-soft pointer-coarse:min-h-11 pointer-coarse:min-w-11 [&_svg]:size-4"
      >
        <Monitor aria-hidden className="[[data-theme]_&]:hidden" />
        <Sun aria-hidden className="hidden [[data-theme=light]_&]:block" />
        <Moon aria-hidden className="hidden [[data-theme=dark]_&]:block" />
      </summary>
      <fieldset className="appear absolute top-full right-0 z-50 mt-1.5 min-w-44 rounded-lg border border-line bg-card p-1 shadow-float">
        <legend className="sr-only">Theme</legend>
        {CHOICES.map(({ value, label, icon }) => (
          <label
            key={value}
            className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-accent-soft has-focus-visible:bg-accent-soft pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:text-soft"
          >
            <input type="radio" name="theme" value={value} className="peer sr-only" />
            {icon}
            <span className="flex-1 whitespace-nowrap">{label}</span>
            <Check aria-hidden className="invisible peer-checked:visible" />
          </label>
        ))}
      </fieldset>
    </details>
  );
}
