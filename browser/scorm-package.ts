import { strToU8, zipSync } from "fflate";
import * as z from "zod";
import { WaitchainError } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import "@/cases/plain-zod";
import { manifest, PLAYER, playerPage } from "@/training/scorm/package-files";
import { siteAddress } from "./site-address";

async function fetched(name: string): Promise<Response> {
  const response = await fetch(`${siteAddress()}${PLAYER.folder}/${name}`).catch(() => null);
  if (!response?.ok) {
    throw new WaitchainError({
      code: "SCORM_PLAYER_MISSING",
      what: `The part of the package that plays drills (${name}) could not be fetched from this site.`,
      fix: "It is not among what is kept for use without a network: try again with one.",
    });
  }
  return response;
}

async function playerFiles(): Promise<Record<string, Uint8Array>> {
  const names = z.array(z.string()).parse(await (await fetched(PLAYER.list)).json());
  const files = names.map(async (name) => [name, new Uint8Array(await (await fetched(name)).arrayBuffer())] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** A set as a package of SCORM 1.2 that a learning management system plays by itself. Throws a WaitchainError. */
export async function scormPackage(set: ClassSet, names: readonly string[]): Promise<Blob> {
  const player = await playerFiles();
  const files = {
    "imsmanifest.xml": strToU8(manifest(set, Object.keys(player))),
    "index.html": strToU8(playerPage(set, names, siteAddress())),
    ...player,
  };
  // The same set is the same package: no file carries the time it was packed.
  const zip = zipSync(files, { mtime: new Date(1980, 0, 1) });
  return new Blob([new Uint8Array(zip)], { type: "application/zip" });
}
