import type { Line, ManagedFrame } from "@/evidence";
import { readSite } from "./managed-frame";

// Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)     at Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)+4a
const BARE =
  /^\s*(?:at )?(?<site>(?:\[[A-Z]\w{2,80}(?:: [0-9a-f]{8,16})?\] )?[A-Za-z_<][^\s()=:;"']{0,200}\.[^\s()=:;"']{1,200}\([^()]{0,1000}\))(?:\+(?:0x)?[0-9a-f]{1,8}|(?<place> \[[^[\]]{1,400} @ \d{1,7}\]))?$/;

/** A managed row whose addresses an author left out; null for anything else. */
export function parseBareFrame(line: Line): ManagedFrame | null {
  const { site = "", place = "" } = BARE.exec(line.text)?.groups ?? {};
  const read = site === "" ? null : readSite(site + place);
  if (!read || read.open || read.site.method === null) return null;
  return { line: line.number, childSp: null, ip: null, returnAddress: null, ...read.site, values: [] };
}
