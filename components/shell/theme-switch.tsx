"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { Menu, MenuChoice } from "../ui/menu";
import { type Theme, useTheme } from "./theme";

const CHOICES: readonly { value: Theme; label: string; icon: ReactNode }[] = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
];

/** Light, dark, or as the system says. */
export function ThemeSwitch(): ReactNode {
  const [theme, chooseTheme] = useTheme();
  return (
    <Menu
      trigger={
        <Button kind="quiet" aria-label="Theme" className="px-2 text-soft">
          {theme === "light" ? <Sun aria-hidden /> : theme === "dark" ? <Moon aria-hidden /> : <Monitor aria-hidden />}
        </Button>
      }
    >
      <MenuChoice label="Theme" value={theme} onChange={chooseTheme} options={CHOICES} />
    </Menu>
  );
}
