import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Transcript } from "@/evidence";

const FOLDER = join(import.meta.dirname, "../fixtures/case-study");

/** The nine outputs of the case study, in the order they were taken. */
export const CASE_STUDY: readonly Transcript[] = readdirSync(FOLDER)
  .filter((name) => /^0\d-.*\.txt$/.test(name))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), "utf8") }));

/** `dir /a /s` of the folder as it was: 80 GB. */
export const FOLDER_80_GB: Transcript = {
  name: "folder.txt",
  text: [
    'C:\\>dir /a /s "C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files"',
    " Volume in drive C is System",
    " Volume Serial Number is 3C4E-11F0",
    "",
    " Directory of C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files",
    "",
    "06/21/2007  09:02 AM    <DIR>          .",
    "06/21/2007  09:02 AM    <DIR>          ..",
    "06/21/2007  09:02 AM    <DIR>          shop",
    "               0 File(s)              0 bytes",
    "",
    "     Total Files Listed:",
    "         1415926 File(s) 85899345920 bytes",
    "           20212 Dir(s)   9126805504 bytes free",
    "",
  ].join("\r\n"),
};
