import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Page, type Request } from "@playwright/test";

const FOLDER = fileURLToPath(new URL("../fixtures/case-study/", import.meta.url));

/** The nine outputs of the case study, in the order they were taken. */
export const OUTPUTS = readdirSync(FOLDER)
  .filter((name) => /^0\d-.*\.txt$/.test(name))
  .sort()
  .map((name) => readFileSync(`${FOLDER}${name}`, "utf8"));

/** `dir /a /s` of a folder of 80 GB. */
export const FOLDER_SIZE = [
  'C:\\>dir /a /s "C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files"',
  " Volume in drive C is System",
  "",
  " Directory of C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files",
  "",
  "06/21/2007  09:02 AM    <DIR>          .",
  "06/21/2007  09:02 AM    <DIR>          shop",
  "               0 File(s)              0 bytes",
  "",
  "     Total Files Listed:",
  "         1415926 File(s) 85899345920 bytes",
  "           20212 Dir(s)   9126805504 bytes free",
].join("\r\n");

/** Pastes as a person does with the page in front: the event comes from wherever the focus is. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Drops a file onto the page. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content ?? ""], fileName ?? "", { type: "text/plain" }));
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [name, text] as const,
  );
}

/** The title of the step, or of the verdict, that the case rests at. */
export async function expectStep(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
}

/** Watches the network: every request that is made from now on. */
export function watchRequests(page: Page): Request[] {
  const requests: Request[] = [];
  page.context().on("request", (request) => requests.push(request));
  return requests;
}

/** No request went anywhere else, and none carries a word of the case. */
export function expectNoCaseData(requests: readonly Request[], words: readonly string[]): void {
  expect(requests.length).toBeGreaterThan(0);
  for (const request of requests) {
    const url = new URL(request.url());
    if (url.protocol === "blob:" || url.protocol === "data:") continue;
    expect(["localhost", "127.0.0.1"]).toContain(url.hostname);
    expect(["GET", "HEAD"]).toContain(request.method());
    const sent = [decodeURIComponent(request.url()), request.postData() ?? "", JSON.stringify(request.headers())].join(
      "\n",
    );
    expect(
      words.filter((word) => sent.includes(word)),
      request.url(),
    ).toEqual([]);
  }
}
