import { type ClassSet, setHash } from "../results/class-set";

/** What the player's page is told of the set that it plays. */
export const SET_META = "waitchain-set";
/** Where the site is whose pages explain causes and commands. */
export const SITE_META = "waitchain-site";

/** What its drills are called, a line for each. */
export const NAMES_META = "waitchain-names";

/** The player's files beside its page. They are built with the site, in the folder `scorm`, and listed there. */
export const PLAYER = { folder: "scorm", list: "files.json", script: "player.js", style: "player.css" } as const;

function escaped(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // XML 1.0 has no other controls.
      .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, " ")
  );
}

/** Everything from the package itself; no inline script. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** `index.html` of a package. */
export function playerPage(set: ClassSet, names: readonly string[], site: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="${SET_META}" content="${escaped(setHash(set))}"/>
<meta name="${NAMES_META}" content="${escaped(names.join("\n"))}"/>
<meta name="${SITE_META}" content="${escaped(site)}"/>
<title>${escaped(set.title)}</title>
<link rel="stylesheet" href="${PLAYER.style}"/>
</head>
<body>
<noscript>This set of drills needs JavaScript.</noscript>
<script type="module" src="${PLAYER.script}"></script>
</body>
</html>
`;
}

/** `imsmanifest.xml` of SCORM 1.2: one organization, with the whole set as its one object. */
export function manifest(set: ClassSet, player: readonly string[]): string {
  const files = ["index.html", ...player].map((file) => `      <file href="${escaped(file)}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="waitchain-${set.codes.join("-").slice(0, 200)}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="set">
    <organization identifier="set">
      <title>${escaped(set.title)}</title>
      <item identifier="drills" identifierref="player" isvisible="true">
        <title>${escaped(set.title)}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="player" type="webcontent" adlcp:scormtype="sco" href="index.html">
${files.join("\n")}
    </resource>
  </resources>
</manifest>
`;
}
