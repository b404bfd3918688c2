import type { Random } from "@/simulator/random";
import type { Damager } from "./damage-layout";

function insert(text: string, random: Random, line: string): string {
  const lines = text.split("\n");
  return lines.toSpliced(random.int(1, Math.max(1, lines.length - 1)), 0, line).join("\n");
}

export const withoutCommand: Damager = (text) => text.slice(text.indexOf("\n") + 1);
export const withProse: Damager = (text) =>
  `Then I ran this on the server and got the following:\n\n${text}\nAny idea what it means?\n`;
export const symbolWarning: Damager = (text, random) =>
  insert(text, random, "*** WARNING: Unable to verify checksum for Contoso.Shop.dll");
export const symbolError: Damager = (text, random) =>
  insert(text, random, "*** ERROR: Symbol file could not be found.  Defaulted to export symbols for AcmeHook.dll - ");
export const progressDots: Damager = (text, random) =>
  insert(text, random, "...............................................................");
export const foldedLines: Damager = (text) => `${text.trimEnd().split(/\n+/).join(" ")}\n`;
export const pastedTwice: Damager = (text) => `${text}\n${text}`;
export const banner: Damager = (text) =>
  `Microsoft (R) Windows Debugger Version 10.0.22621.2428 AMD64\nCopyright (c) Microsoft Corporation. All rights reserved.\n\n${text}`;
