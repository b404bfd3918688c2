import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { ChainBoxes } from "./chain-boxes";
import { Figure } from "./figure";
import { ioPath } from "./io-path-data";

/** The drivers a file call goes through. Draws nothing before a kernel stack was read. */
export function IoPath({ findings }: { findings: readonly Finding[] }): ReactNode {
  const path = ioPath(findings);
  if (!path) return null;
  const { entry, stations } = path;
  const foreign = stations.filter((station) => station.foreign).length;
  return (
    <Figure
      title="Path of the file call"
      caption={
        foreign > 0
          ? "Drivers that are no part of Windows carry a bar on the left. Being on the path makes one a suspect, no more."
          : "Every module on this path belongs to Windows."
      }
      columns={["Module", "What it is", "Part of Windows"]}
      rows={stations.map((station, place) => ({
        id: `station ${place + 1}`,
        head: station.title,
        cells: [station.detail, station.unseen ? "" : station.foreign ? "no" : "yes"],
        findings: station.findings,
      }))}
    >
      <ChainBoxes
        label={`Path of the file call from ${entry}: ${stations.map((station) => `${station.title} (${station.detail}${station.foreign ? ", not part of Windows" : ""})`).join(", then ")}.`}
        boxes={[
          { title: entry, detail: "the call enters the kernel" },
          ...stations.map((station) => ({
            title: station.title,
            detail: station.detail,
            marked: station.foreign,
            hot: station.foreign,
            unseen: station.unseen,
          })),
        ]}
      />
    </Figure>
  );
}
