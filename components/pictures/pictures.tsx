import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { FolderSize } from "./folder-size";
import { IoPath } from "./io-path";
import { ioPath } from "./io-path-data";
import { Known } from "./known";
import { RequestTime } from "./request-time";
import { WaitChain } from "./wait-chain";
import { waitChain } from "./wait-chain-data";

/** True when there is anything to draw. */
export function hasPictures(findings: readonly Finding[]): boolean {
  const dated = new Known(findings).first("request-start", "session-time", "folder-size") !== null;
  return dated || waitChain(findings) !== null || ioPath(findings) !== null;
}

/** The pictures that fit the facts. */
export function Pictures({ findings }: { findings: readonly Finding[] }): ReactNode {
  return (
    <div className="gap-8 sm:columns-2 wide:columns-1">
      <WaitChain findings={findings} />
      <RequestTime findings={findings} />
      <FolderSize findings={findings} />
      <IoPath findings={findings} />
    </div>
  );
}
