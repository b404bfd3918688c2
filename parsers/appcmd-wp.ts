import type { WorkerProcessesReport } from "@/evidence";
import { APPCMD_ERRORS, APPCMD_XML, leadsTo, readAttributes } from "./appcmd-errors";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `appcmd list wp [/xml]`: the worker processes of IIS and their application pools.
 *
 * ```sample text
 * C:\>%windir%\system32\inetsrv\appcmd list wp
 * WP "4472" (applicationPool:Quotes)
 * WP "5120" (applicationPool:Intranet (old))
 * ```
 * ```sample xml
 * C:\>%windir%\system32\inetsrv\appcmd list wp /xml
 * <?xml version="1.0" encoding="UTF-8"?>
 * <appcmd>
 *     <WP WP.NAME="4472" APPPOOL.NAME="Quotes" />
 * </appcmd>
 * ```
 * The name of a worker is its process id, in decimal.
 */
const ROW = /^\s*WP\s?"\s{0,3}(?<id>\d{1,8})\s{0,3}"\s?\(applicationPool:(?<pool>.{1,200})\)$/i;
const XML_ROW = /^\s*<WP\s[^<>]{1,400}\/?>$/i;

type Worker = WorkerProcessesReport["workers"][number];

function toWorker(text: string, line: number): Worker | null {
  const row = ROW.exec(text)?.groups;
  if (row) return { line, processId: Number(row.id), applicationPool: (row.pool ?? "").trim() };
  if (!XML_ROW.test(text)) return null;
  const attributes = readAttributes(text);
  const id = attributes.get("wp.name") ?? "";
  const pool = attributes.get("apppool.name");
  return /^\d{1,8}$/.test(id) && pool !== undefined ? { line, processId: Number(id), applicationPool: pool } : null;
}

function parse(source: Source): Reading<WorkerProcessesReport> {
  const workers: Worker[] = [];
  const unread: number[] = [];
  for (const { text, number } of withoutRemarks(source.lines)) {
    const worker = toWorker(text, number);
    if (worker) workers.push(worker);
    else if (!isChatter(text) && !APPCMD_XML.test(text)) unread.push(number);
  }
  return workers.length === 0 ? null : { report: { kind: "worker-processes", workers }, unread };
}

export const appcmdWp: Parser<WorkerProcessesReport> = {
  id: "appcmd-wp",
  name: "appcmd list wp",
  mode: "shell",
  command: /^(?:& ?)?["']?(?:[^\s"']{0,120}\\)?appcmd(?:\.exe)?["']?\s+list\s+(?:wps?|workerprocess(?:es)?)\b/i,
  bareCommand:
    /^\s{0,8}(?:& ?)?["']?(?:[^\s"']{0,120}\\)?appcmd(?:\.exe)?["']?\s{1,4}list\s{1,4}wps?(?:\s{1,4}\/\S{1,80}){0,6}$/i,
  recognise: [ROW, XML_ROW, APPCMD_XML],
  confirm: (lines, at) => !APPCMD_XML.test(lines[at]?.text ?? "") || leadsTo(XML_ROW, lines, at),
  keeps: [APPCMD_XML],
  errors: APPCMD_ERRORS,
  parse,
};
